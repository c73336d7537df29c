// Load made by the benchmark's own processes. On few processors they compete with the forwarder for CPU time.
import type { Load } from '../load.js';
import type { Exchanges, Visits } from '../load/calls.js';
import { median, sum } from '../statistics.js';
import type { BulkGenerator, RequestGenerator } from './generator.js';

export const NODE = `Node.js ${process.versions.node}`;

export function nodeBulk(load: Load): BulkGenerator {
  return {
    name: NODE,
    targetPort: load.port,
    transfer: (way, port, bytes) =>
      load.complete(() => load.one(way === 'to-client' ? 'receive' : 'send', port, bytes)),
  };
}

export function nodeRequests(load: Load): RequestGenerator {
  return {
    name: NODE,
    targetPort: load.port,
    converse: (port, connections, ms) =>
      load.complete(async () => {
        await load.hold(port, connections);
        const all = connections === 1 ? [await load.one('converse', ms)] : await load.all('converse', ms);
        await load.all('release');
        return { ...together(all), median: median(all.map((each) => each.median)), p99: worstP99(all) };
      }),
    visit: (port, ms) => load.complete(async () => together(await load.all('visit', port, ms))),
  };
}

/** The clients work at the same time. */
function together(all: readonly Visits[]): Visits {
  return {
    count: sum(all.map(({ count }) => count)),
    seconds: Math.max(...all.map(({ seconds }) => seconds)),
  };
}

function worstP99(all: readonly Exchanges[]): number {
  return Math.max(...all.map(({ p99 }) => p99));
}

// Chooses the makers of load: the best that this machine has.
import type { Load } from '../load.js';
import type { Generators } from './generator.js';
import { startIperf3 } from './iperf3.js';
import { nodeBulk, nodeRequests } from './node.js';
import { startWrk } from './wrk.js';

/** @param nodeOnly whether to use nothing but the benchmark's own */
export async function startGenerators(load: Load, folder: string, nodeOnly: boolean): Promise<Generators> {
  const [bulk, requests] = nodeOnly ? [] : await Promise.all([startIperf3(folder), startWrk(folder)]);
  return { bulk: bulk ?? nodeBulk(load), requests: requests ?? nodeRequests(load) };
}

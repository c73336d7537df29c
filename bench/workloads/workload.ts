// One kind of load, measured on one subject at a time.
import type { ForwarderProgram } from '../forwarders/forwarder.js';
import { mostConnections, type RunningForwarder } from '../forwarders/running.js';
import type { Generators } from '../generators/generator.js';
import type { Load } from '../load.js';
import { OTHER_DESCRIPTORS, mostDescriptors, processorSeconds } from '../measure/process.js';
import type { MetricId } from '../metrics.js';
import type { Values } from '../recorder.js';
import type { BenchSettings } from '../settings.js';

/** The tools of a measurement. */
export interface Bench {
  readonly load: Load;
  readonly generators: Generators;
  readonly settings: BenchSettings;
  /** The temporary folder. */
  readonly folder: string;
}

/** Every measurement has a forwarder process of its own. */
export interface Workload {
  readonly title: string;
  /** The name of the program that makes the load. */
  readonly generator: string;
  readonly targetPort: number;
  readonly metrics: readonly MetricId[];
  /** Most connections at the same time. */
  readonly connections: number;
  readonly rounds: number;
  readonly measure: (running: RunningForwarder) => Promise<Values>;
}

/** Beyond it the machine would be measured, not the forwarder. */
const MOST_PROCESSES = 100;

/** Why a subject cannot be measured with so many connections on this machine; undefined if it can. */
export function unfit(connections: number, forwarder: ForwarderProgram | undefined): string | undefined {
  const limit = mostDescriptors();
  if (forwarder?.forks === true && connections > MOST_PROCESSES)
    return `it starts a process for each of ${connections} connections`;
  if (forwarder !== undefined && connections > mostConnections(forwarder))
    return `needs ${connections * forwarder.descriptorsEach} file descriptors, this machine allows ${limit}`;
  if (connections + OTHER_DESCRIPTORS > limit)
    return `needs ${connections} file descriptors at the target, this machine allows ${limit}`;
  return undefined;
}

/** Runs a load; also returns the processor time that the forwarder needed for it, undefined for a direct connection. */
export async function withProcessorTime<T>(
  { pid }: RunningForwarder,
  body: () => Promise<T>,
): Promise<readonly [T, number | undefined]> {
  const before = pid === undefined ? 0 : processorSeconds(pid);
  const result = await body();
  return [result, pid === undefined ? undefined : processorSeconds(pid) - before];
}

const MICRO = 1e6;

/** µs for each of `count`, under the name of the metric. */
export function microsecondsEach(metric: MetricId, seconds: number | undefined, count: number): Values {
  return seconds === undefined ? {} : { [metric]: (seconds * MICRO) / count };
}

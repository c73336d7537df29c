// All kinds of load, in the order in which they are measured.
import { bulk } from './bulk.js';
import { memory } from './memory.js';
import { newConnections } from './new-connections.js';
import { polls } from './polls.js';
import { requests } from './requests.js';
import type { Bench, Workload } from './workload.js';

export function allWorkloads(bench: Bench): Workload[] {
  return [...bulk(bench), ...requests(bench), newConnections(bench), polls(bench), ...memory(bench)];
}

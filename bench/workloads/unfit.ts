// Why a subject cannot be measured with so many connections on this machine, if it cannot.
import { mostConnections, type Running } from '../forwarders/running.js';
import { mostDescriptors } from '../measure/descriptors.js';

/** Beyond it the machine would be measured, not the forwarder. */
const MOST_PROCESSES = 100;
/** What the target opens besides connections. */
const OTHER_DESCRIPTORS = 100;

export function unfit(connections: number, { forwarder }: Pick<Running, 'forwarder'>): string | undefined {
  const limit = mostDescriptors();
  if (forwarder?.forks === true && connections > MOST_PROCESSES)
    return `it starts a process for each of ${connections} connections`;
  if (forwarder !== undefined && connections > mostConnections(forwarder))
    return `needs ${connections * forwarder.descriptorsEach} file descriptors, this machine allows ${limit}`;
  if (connections + OTHER_DESCRIPTORS > limit)
    return `needs ${connections} file descriptors at the target, this machine allows ${limit}`;
  return undefined;
}

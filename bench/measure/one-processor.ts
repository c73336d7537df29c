// Lets processes share one processor for a while, if taskset (util-linux) is there.
import { spawnSync } from 'node:child_process';
import { processTree, readProc } from './process-tree.js';

function allowed(): string {
  return /^Cpus_allowed_list:\s+(\S+)/m.exec(readProc('self/status'))?.[1] ?? '0';
}

function assign(pids: readonly number[], processors: string): void {
  for (const pid of pids.flatMap(processTree))
    spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', processors, `${pid}`]);
}

/**
 * With one request at a time nobody works while another does. On several processors it would be measured how long it
 * takes to wake another one up, which on some machines is far more than any forwarder takes, and changes by chance.
 */
export async function onOneProcessor<T>(pids: readonly number[], body: () => Promise<T>): Promise<T> {
  const all = allowed();
  // The last one: interrupts usually go to the first.
  assign(pids, /\d+$/.exec(all)?.[0] ?? all);
  try {
    return await body();
  } finally {
    assign(pids, all);
  }
}

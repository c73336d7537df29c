// Lets processes share one processor for a while, if taskset (util-linux) is there.
import { spawnSync } from 'node:child_process';
import { allowedProcessors, processTree } from './process.js';

function assign(pids: readonly number[], processors: string): void {
  for (const pid of pids.flatMap(processTree))
    spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', processors, `${pid}`]);
}

/**
 * With one request at a time only one process works. On several processors the wake-up of another one would be
 * measured, which takes far longer than any forwarder on some machines, and changes by chance.
 */
export async function onOneProcessor<T>(pids: readonly number[], body: () => Promise<T>): Promise<T> {
  const all = allowedProcessors();
  // The last one: interrupts usually go to the first.
  assign(pids, /\d+$/.exec(all)?.[0] ?? all);
  try {
    return await body();
  } finally {
    assign(pids, all);
  }
}

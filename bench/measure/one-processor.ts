// Lets all processes of the benchmark share one processor for a while, if taskset (util-linux) is there.
import { spawnSync } from 'node:child_process';
import { allowedProcessors, processTree } from './process.js';

/** Processes that are started later inherit it. */
function assign(processors: string): void {
  for (const pid of processTree(process.pid))
    spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', processors, `${pid}`]);
}

/**
 * With one request at a time only one process works. On several processors the wake-up of another one would be
 * measured, which takes far longer than any forwarder on some machines, and changes by chance.
 */
export async function onOneProcessor<T>(body: () => Promise<T>): Promise<T> {
  const all = allowedProcessors();
  // The last one: interrupts usually go to the first.
  assign(/\d+$/.exec(all)?.[0] ?? all);
  try {
    return await body();
  } finally {
    assign(all);
  }
}

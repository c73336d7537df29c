// How often a process, with all that it has forked, has gone to sleep so far, and so was woken up.
import { processTree, readProc, sum, threads } from './process-tree.js';

export function wakeUps(pid: number): number {
  const counts = processTree(pid).flatMap((each) =>
    threads(each).map((thread) => {
      const status = readProc(`${each}/task/${thread}/status`);
      return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    }),
  );
  return sum(counts);
}

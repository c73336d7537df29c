// Shares the machine out so that the program is measured and not the machine, as far as that goes.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** How the machine is shared. */
export interface Shares {
  /** Words before the program's own; without a second CPU there are none. */
  readonly wrapper: readonly string[];
  readonly description: string;
}

const PROGRAMS_CPU = '0';

/** Gives the program a CPU of its own, and this process with all it starts the others. */
export function shareMachine(): Shares {
  const count = availableParallelism();
  const others = `1-${count - 1}`;
  const { status } = spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', others, `${process.pid}`]);
  if (count < 2 || status !== 0)
    return { wrapper: [], description: 'Program, target, well-behaved client and attacker share all CPUs.' };
  const description =
    `The program has CPU ${PROGRAMS_CPU}; its target, the well-behaved client and the attacker, ` +
    'which has the lowest priority, share the others.';
  return { wrapper: ['taskset', '--cpu-list', PROGRAMS_CPU], description };
}

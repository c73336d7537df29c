// Faults of the Pi that carries the connections of a fleet, and their repairs.
import type { ChildProcess } from 'node:child_process';
import type { FleetBed } from './fleet-bed.js';

export interface Fault {
  readonly name: string;
  /** Happens to pi1, the program of which is `program`. */
  readonly strike: (bed: FleetBed, program: ChildProcess) => unknown;
  /** Whether smgw-proxy has to be started again afterwards. */
  readonly isFatal?: true;
  readonly mend?: (bed: FleetBed, program: ChildProcess) => unknown;
}

const cable = (name: string, ...ends: ('lan0' | 'han0')[]): Fault => ({
  name,
  strike: (bed) => Promise.all(ends.map((end) => bed.change('pull', 'pi1', end))),
  mend: (bed) => Promise.all(ends.map((end) => bed.change('plug', 'pi1', end))),
});

export const FAULTS: readonly Fault[] = [
  { name: 'kill -9', isFatal: true, strike: (_bed, program) => program.kill('SIGKILL') },
  { name: 'SIGTERM (an upgrade)', isFatal: true, strike: (_bed, program) => program.kill('SIGTERM') },
  {
    name: 'SIGSTOP (the process is frozen)',
    strike: (_bed, program) => program.kill('SIGSTOP'),
    mend: (_bed, program) => program.kill('SIGCONT'),
  },
  cable('home cable out', 'lan0'),
  cable('HAN cable out', 'han0'),
  cable('whole Pi away', 'lan0', 'han0'),
];

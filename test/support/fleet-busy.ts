// A Pi of a fleet that lives and is busy, which must not be taken for dead.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EXAMPLES, FLATS, gatewayAddress, type FleetBed } from './fleet-bed.js';

const FORWARDS = 500;
const RELOADS = 10;
const BETWEEN_RELOADS_MS = 2000;
const LOADED_MS = 20_000;
/** Programs that compute without a pause, on each processor of the machine two or so. */
const HOGS = 4;

export interface Busy {
  readonly name: string;
  /** Starts pi1, lets `begin` wait for it, keeps it busy, and resolves with what `begin` did. */
  readonly busyFor: (bed: FleetBed, begin: () => Promise<number>) => Promise<number>;
}

/** The example with so many forwards more that there are 500; `round` changes a setting of each. */
function manyForwards(round: number): string {
  const more = Array.from({ length: FORWARDS - FLATS.length }, (_, index) => {
    const target = gatewayAddress(FLATS[index % FLATS.length] ?? 1);
    return `  - { name: more-${index}, listen: ${9000 + index}, target: '${target}' }\n`;
  });
  const text = readFileSync(`${EXAMPLES}config.yaml`, 'utf8');
  return `${text}${more.join('')}`.replace('forwards:', `connect-timeout: ${10 + round}s\nforwards:`);
}

export const BUSY: readonly Busy[] = [
  {
    name: `${RELOADS} reloads of ${FORWARDS} forwards`,
    busyFor: async (bed, begin) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-fleet-'));
      const file = path.join(folder, 'config.yaml');
      writeFileSync(file, manyForwards(0));
      const program = await bed.startPiWith('pi1', file);
      const begun = await begin();
      for (let round = 1; round <= RELOADS; round += 1) {
        writeFileSync(file, manyForwards(round));
        program.kill('SIGHUP');
        await pause(BETWEEN_RELOADS_MS);
      }
      program.kill('SIGKILL');
      rmSync(folder, { recursive: true });
      return begun;
    },
  },
  {
    name: `${HOGS} busy programs on the machine`,
    busyFor: async (bed, begin) => {
      await bed.startPi('pi1');
      const begun = await begin();
      const hogs = Array.from({ length: HOGS }, () => spawn(process.execPath, ['-e', 'for (;;);']));
      await pause(LOADED_MS);
      for (const hog of hogs) hog.kill('SIGKILL');
      await Promise.all(hogs.map((hog) => once(hog, 'exit')));
      return begun;
    },
  },
];

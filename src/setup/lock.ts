// Only one setup at a time: two would take back each other's changes.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { errorCode } from '../error-code.js';
import { textIn } from '../machine/kernel-file.js';

/** Below /run, which is empty after a start of the machine. */
export const LOCK_FILE = '/run/smgw-proxy-setup.pid';

/** The process that has it; undefined if it is this one from now on. Rejected by nothing but the file system. */
export function takeLock(file: string): number | undefined {
  for (;;) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
      return undefined;
    } catch (error) {
      if (errorCode(error as Error) !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (holder !== undefined) return holder;
    rmSync(file, { force: true });
  }
}

export function releaseLock(file: string): void {
  rmSync(file, { force: true });
}

/** Undefined if it was left by a process that was killed, of whose number there may be another one by now. */
function readHolder(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    const words = textIn(`/proc/${pid}/cmdline`).split('\0');
    return words.includes('setup') ? pid : undefined;
  } catch {
    return undefined;
  }
}

// The lock of setup: two at a time would undo each other's changes.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { errorCode } from '../error-code.js';
import { textIn } from '../machine/kernel-file.js';

/** Below /run, which is empty after a boot. */
export const LOCK_FILE = '/run/smgw-proxy-setup.pid';

/** Takes the lock, or returns the process id of its holder. Throws errors of the file system only. */
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

/** The process id in the file; undefined if that process is gone, or is another program with a reused id. */
function readHolder(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    const words = textIn(`/proc/${pid}/cmdline`).split('\0');
    return words.includes('setup') ? pid : undefined;
  } catch {
    return undefined;
  }
}

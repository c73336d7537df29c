// Tests that need a program of the machine: without it they are skipped for people and fail in CI.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** For it()'s `skip` option: the reason, or false when all is there. In CI nothing is skipped. */
export function missing(...programs: readonly string[]): string | false {
  const absent = programs.filter((program) => spawnSync('which', [program]).status !== 0);
  if (absent.length === 0 || process.env.CI) return false;
  return `needs ${absent.join(', ')}`;
}

/** Likewise for tests that only root can run. */
export function notRoot(): string | false {
  return process.getuid?.() === 0 || process.env.CI ? false : 'needs root';
}

/** Likewise for tests that need a file of a package. */
export function missingFile(file: string, packageName: string): string | false {
  return existsSync(file) || process.env.CI ? false : `needs ${packageName}`;
}

/** Likewise for tests in a user namespace of their own, which a chroot forbids: unshare(2), EPERM. */
export function noUserNamespace(): string | false {
  const isThere = spawnSync('unshare', ['--map-root-user', 'true']).status === 0;
  return isThere || process.env.CI ? false : 'needs user namespaces';
}

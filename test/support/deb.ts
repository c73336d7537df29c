// The Debian package, made for tests from the program as it is compiled now.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../../scripts/package-deb.mjs', import.meta.url));

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of the test's own, removed at the end of the process. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  folders.push(folder);
  return folder;
}

/** Makes the package in a folder; returns its path. */
export function makeDeb(folder: string, ...options: readonly string[]): string {
  const words = [SCRIPT, '--out', folder, ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

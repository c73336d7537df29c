// The Debian package and a release, made for tests from the program as it is compiled now.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPTS = fileURLToPath(new URL('../../../scripts/', import.meta.url));

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
  return make('package-deb.mjs', folder, options);
}

/** Makes everything that a release offers in a folder, which is replaced; returns its path. */
export function makeRelease(folder: string, ...options: readonly string[]): string {
  return make('release.mjs', folder, options);
}

function make(script: string, folder: string, options: readonly string[]): string {
  const words = [path.join(SCRIPTS, script), '--out', folder, ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

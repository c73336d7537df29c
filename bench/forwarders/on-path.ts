// Finds programs of the machine, also where Debian puts those of the administrator.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const PLACES = [
  ...(process.env.PATH ?? '').split(path.delimiter),
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/lib/systemd',
  '/lib/systemd',
];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The whole path of a program. */
export function onPath(name: string): string | undefined {
  return PLACES.map((place) => path.join(place, name)).find(isExecutable);
}

/** Output of a program, standard output before standard error. */
export function says(program: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 5000 });
  return `${stdout}${stderr}`;
}

/** The first match of the pattern's group in what a program says. */
export function versionOf(said: string, pattern: RegExp): string {
  return pattern.exec(said)?.[1] ?? 'of unknown version';
}

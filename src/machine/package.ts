// The installed package: where it is, and its version.
import { existsSync, readFileSync } from 'node:fs';

/** The folder of the nearest package.json above this file, which may be compiled or bundled, in a checkout or installed. */
export function packageFolder(): URL {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) folder = new URL('..', folder);
  return folder;
}

export function packageVersion(): string {
  const text = readFileSync(new URL('package.json', packageFolder()), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

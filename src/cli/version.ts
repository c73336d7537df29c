// The version of the installed package.
import { existsSync, readFileSync } from 'node:fs';

/** As in the nearest package.json above this file, which may be compiled or bundled, in a checkout or installed. */
export function packageVersion(): string {
  let folder = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', folder))) folder = new URL('..', folder);
  const text = readFileSync(new URL('package.json', folder), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

// The version of the installed package.
import { readFileSync } from 'node:fs';

/** As in package.json, which lies three folders above the compiled file, in a checkout and when installed. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

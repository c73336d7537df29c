// `check` on this machine, with its terminal and its links. Loaded only for that command.
import { check as run } from '../../check/check.js';
import { stateFolder } from '../../gateway/known-gateways.js';
import { readLinks } from '../../machine/links.js';
import { packageVersion } from '../../machine/package.js';
import type { Arguments } from '../arguments.js';
import { check, type CheckContext } from './check.js';
import { progressLine } from '../terminal/progress-line.js';
import { askStatus } from '../status/ask.js';

export function checkHere(
  given: Arguments,
  shared: Pick<CheckContext, 'environment' | 'terminal' | 'readFile' | 'lead'>,
): Promise<number> {
  const isRoot = process.getuid?.() === 0;
  return check(given, {
    ...shared,
    isRoot,
    links: readLinks().map(({ name }) => name),
    version: packageVersion(),
    progress: progressLine(process.stderr),
    stateFolder: stateFolder(shared.environment, isRoot),
    ask: (admin) => askStatus(admin),
    check: run,
  });
}

// Tells ExecReload= the end of a reload: packaging/reload.sh waits for it, so that `systemctl reload` can fail.
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../config/environment.js';

/**
 * Resolves with what `reload` found wrong, when ExecReload= can read it: in the file `refused`, and `asked` is gone.
 *
 * Only a request from before the reload is answered: a later one belongs to the next reload.
 */
export async function answerReload(
  { RUNTIME_DIRECTORY: folders = '' }: Environment,
  reload: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const [folder = ''] = folders.split(':');
  const asked = path.join(folder, 'asked');
  const isAsked = path.isAbsolute(folder) && existsSync(asked);
  const problems = await reload();
  if (isAsked) {
    // Without an answer, the unit's time limit fails the reload.
    await writeFile(path.join(folder, 'refused'), problems.map((line) => `${line}\n`).join('')).catch(ignore);
    await rm(asked, { force: true }).catch(ignore);
  }
  return problems;
}

const ignore = (): void => undefined;

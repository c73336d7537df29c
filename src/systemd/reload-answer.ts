// Tells ExecReload= the end of a reload: packaging/reload.sh waits for it, so that `systemctl reload` can fail.
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../config/environment.js';
import { problemLine, type Problem } from '../config/problem.js';

/**
 * Resolves with what `reload` found wrong, when ExecReload= can read it: in the file `refused`, and `asked` is gone.
 *
 * Only a request from before the reload is answered: a later one belongs to the next reload.
 */
export async function answerReload(
  { RUNTIME_DIRECTORY: folders = '' }: Environment,
  reload: () => Promise<readonly Problem[]>,
): Promise<readonly Problem[]> {
  const [folder = ''] = folders.split(':');
  const asked = path.join(folder, 'asked');
  const isAsked = path.isAbsolute(folder) && existsSync(asked);
  const problems = await reload();
  if (isAsked) {
    // Without an answer, the unit's time limit fails the reload.
    const lines = problems.map((each) => `${problemLine(each, 'en')}\n`);
    await writeFile(path.join(folder, 'refused'), lines.join('')).catch(ignore);
    await rm(asked, { force: true }).catch(ignore);
  }
  return problems;
}

const ignore = (): void => undefined;

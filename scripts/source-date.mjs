// The date of everything that is made from the sources, so that the same sources make the same bytes.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';

/** @returns the date of the last commit, or of package.json where there is no git; SOURCE_DATE_EPOCH goes before */
export function sourceDate(root) {
  return new Date(secondsOf(root) * 1000);
}

function secondsOf(root) {
  if (process.env.SOURCE_DATE_EPOCH) return Number(process.env.SOURCE_DATE_EPOCH);
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? Number(stdout) : Math.floor(statSync(path.join(root, 'package.json')).mtimeMs / 1000);
}

// The files of the status page, as they are in the package.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { HttpAnswer } from './answer.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const INDEX = 'index.html';

/** By the path under which each is asked for: `/`, `/page/style.css` … Read once. */
export async function pageFiles(folder: URL): Promise<ReadonlyMap<string, HttpAnswer>> {
  const names = (await readdir(folder)).filter((name) => path.extname(name) in TYPES);
  const entries = names.map(async (name): Promise<[string, HttpAnswer]> => {
    const body = await readFile(new URL(name, folder));
    const type = TYPES[path.extname(name)] ?? '';
    return [name === INDEX ? '/' : `/page/${name}`, { status: 200, type, body }];
  });
  return new Map(await Promise.all(entries));
}

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

/** @param index the file at `/`; the others are at `/page/style.css` … Each is read once. */
export async function pageFiles(folder: URL, index = 'index.html'): Promise<ReadonlyMap<string, HttpAnswer>> {
  const names = (await readdir(folder)).filter((name) => path.extname(name) in TYPES);
  const entries = names.map(async (name): Promise<[string, HttpAnswer]> => {
    const body = await readFile(new URL(name, folder));
    const type = TYPES[path.extname(name)] ?? '';
    return [name === index ? '/' : `/page/${name}`, { status: 200, type, body }];
  });
  return new Map(await Promise.all(entries));
}

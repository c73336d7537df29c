// The files of the status page, as they are in the package; the first one in the language of this machine.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Language } from '../config/language.js';
import { packageFolder } from '../machine/package.js';
import type { HttpAnswer } from './answer.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Below the folder of the package. */
export const pageFolder = (): URL => new URL('src/admin/page/', packageFolder());

/** The answers by path. */
export type PageFiles = ReadonlyMap<string, HttpAnswer>;

/** @param index the file at `/`; the others are at `/page/style.css` … Each is read once. */
export async function pageFiles(folder: URL, index = 'index.html'): Promise<PageFiles> {
  const names = (await readdir(folder)).filter((name) => path.extname(name) in TYPES);
  const entries = names.map(async (name): Promise<[string, HttpAnswer]> => {
    const body = await readFile(new URL(name, folder));
    const type = TYPES[path.extname(name)] ?? '';
    return [name === index ? '/' : `/page/${name}`, { status: 200, type, body }];
  });
  return new Map(await Promise.all(entries));
}

/** `<html lang="en">` names the language that the page falls back to, for a browser that asks for none of its own. */
export function pageFile(files: PageFiles, path: string, language: Language): HttpAnswer | undefined {
  const file = files.get(path);
  if (file === undefined || path !== '/') return file;
  return {
    ...file,
    body: Buffer.from(file.body).toString().replace('<html lang="en">', `<html lang="${language}">`),
  };
}

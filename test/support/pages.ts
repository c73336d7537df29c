// The pages that people read, and their parts: links, anchors, tables, blocks of code, lines to type.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export const readPage = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** From the root of the checkout. */
export const PAGES: readonly string[] = ['', 'docs', '.github']
  .flatMap((folder) => readdirSync(path.join(ROOT, folder)).map((name) => path.join(folder, name)))
  .filter((file) => file.endsWith('.md'))
  .sort();

/** A fenced one. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

/** Blocks of code, and the text around them. */
export function blocks(page: string): { readonly code: readonly Block[]; readonly prose: string } {
  const code: Block[] = [];
  const prose = page.replace(/^( *)```(\w*)\n([^]*?)^\1```$/gm, (_all, indent: string, language, text) => {
    const lines = String(text).split('\n');
    code.push({
      language: String(language),
      text: lines.map((line) => line.slice(indent.length)).join('\n'),
    });
    return '';
  });
  return { code, prose };
}

/** Code within the text. */
export function inlineCode(page: string): string[] {
  return [...blocks(page).prose.matchAll(/`([^`]+)`/g)].map(([, code = '']) =>
    code.replaceAll(/\s*\n\s*/g, ' ').replaceAll('\\|', '|'),
  );
}

/** Lines of shell blocks, joined where they go on after a backslash, and code within the text. */
export function linesToType(page: string): string[] {
  const shell = blocks(page).code.filter(({ language }) => language === 'sh');
  const lines = shell.flatMap(({ text }) => text.replaceAll(/\\\n\s*/g, '').split('\n'));
  return [...lines, ...inlineCode(page)].map((line) => line.trim()).filter((line) => line !== '');
}

/** The words before those of the program. */
const PROGRAM =
  /^(?:sudo |nohup |systemd-socket-activate -l \S+ )?(?:smgw-proxy|node dist\/bundle\/smgw-proxy\.cjs|npm run (demo)(?: --(?= ))?)(?= |$)/;

/** Stands for a name, a path or a command of the reader's. */
const PLACEHOLDER = /^(?:COMMAND|FILE|DIR|USER|PASSWORD)$/;

/** The words of this program in a line that starts it; without placeholders. */
export function ownWords(line: string): string[] | undefined {
  const start = PROGRAM.exec(line);
  if (start === null) return undefined;
  const [own = ''] = line.slice(start[0].length).split(/ [|#;&]/);
  const words = own.split(/\s+/).filter((word) => word !== '' && !PLACEHOLDER.test(word));
  return start[1] === undefined ? words : [start[1], ...words];
}

/** The targets of links and images outside of code. */
export function links(page: string): string[] {
  const prose = blocks(page).prose.replaceAll(/`[^`]+`/g, '');
  const inline = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  const defined = [...prose.matchAll(/^\[[^\]]+\]: (\S+)$/gm)].map(([, target = '']) => target);
  return [...inline, ...defined];
}

/** The anchors of the headings, as GitHub makes them. */
export function anchors(page: string): string[] {
  return [...blocks(page).prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The text below a heading, up to the next one of its level or above. */
export function section(page: string, heading: string): string {
  const [level = ''] = heading.split(' ');
  const start = page.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`expected the heading "${heading}"`);
  const rest = page.slice(start + heading.length + 2);
  const end = rest.search(new RegExp(`^#{1,${level.length}} `, 'm'));
  return end < 0 ? rest : rest.slice(0, end);
}

/** The first cells of the rows of all tables, without the marks of code. */
export function firstCells(page: string): string[] {
  const rows = [...page.matchAll(/^\| *((?:\\\||[^|])*?) *\|/gm)].map(([, cell = '']) => cell);
  return rows.filter((cell) => !/^:?-+:?$/.test(cell)).map((cell) => cell.replaceAll('`', ''));
}

/** The first cells of a table without its head. */
export function rowsOf(page: string): string[] {
  return firstCells(page).slice(1);
}

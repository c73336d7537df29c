// The prose lint: holds comments, documents and English texts to the rule for sentences in CONTRIBUTING.md.
//
//   node scripts/prose.mjs [--count] [FILE|FOLDER…]
//
// Prints a line for each finding, or with --count their number for each folder. Exit status 1 when there are findings.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseSync } from 'rolldown/utils';

const MOST_WORDS = 25;

/** Awkward words, each with what to write in its place. */
const AWKWARD = [
  [/\b(?:some|any|every)(?:body|one)\b/i, 'the thing, the program or the role that is meant'],
  [/\b(?:nobody|no one)\b/i, 'the thing, the program or the role that is meant'],
  [/\b(?:who(?:so)?ever|whom(?:so)?ever|whom)\b/i, 'the thing, the program or the role that is meant'],
  [/\bwho (?:asks?|reads?|wants?|stands?|needs?|knows?|waits?)\b/i, 'a noun, such as "the client"'],
  [/\bshall\b/i, '"must", "may" or the present tense'],
  [/\blest\b/i, '"so that … not"'],
  [/\b(?:upon|whilst|amongst|thereof|therein|wherein|whereby|herein|henceforth|hence)\b/i, 'a plain word'],
  [/\b(?:is|are) to be\b/i, '"must be", or the active voice'],
  [/\b(?:mend(?:s|ed)?|topmost)\b/i, '"fix", "first"'],
];

const SUBJECT = /^(?:who|what|whatever)\b/i;

/** Languages with comments that a parser has to find, and those where a line of their own is enough. */
const SCRIPT = /\.(?:ts|mts|js|mjs|cjs)$/;
const HASH = /\.(?:sh|pl)$|^\.ci\/run$/;
const SOURCE = /^(?:src|test|bench|scripts)\//;
const GERMAN = /\.de\.\w+$/;
const ENGLISH_TEXTS = /texts[^/]*\.en\.\w+$|^src\/config\/options\.ts$/;

/** Numbered lines without the mark of a comment, as paragraphs: blank lines and list marks part them. */
function paragraphs(text, firstLine) {
  const found = [];
  let open;
  for (const [index, line] of text.split('\n').entries()) {
    const mark = /^\s*(?:[-*+•]|\d+\.|@\w+)\s+/.exec(line);
    if (line.trim() === '' || mark !== null) open = undefined;
    if (line.trim() === '') continue;
    const words = mark === null ? line : line.slice(mark[0].length);
    if (open === undefined) found.push((open = { line: firstLine + index, text: words }));
    else open.text += `\n${words}`;
  }
  return found;
}

/** A pragma of a tool is no sentence. */
const isPragma = (text) => /^\s*(?:eslint|@ts-|prettier-|<reference|#region|#endregion|!)/.test(text);

function scriptPassages(file, text) {
  const { program, comments } = parseSync(file, text);
  const lineAt = lineIndex(text);
  const passages = [];
  let open;
  for (const { type, value, start } of comments) {
    const line = lineAt(start);
    if (type === 'Block') {
      passages.push(...paragraphs(value.replace(/^\s*\* ?/gm, ''), line));
      continue;
    }
    const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const column = before.trim() === '' ? before.length : undefined;
    if (column !== undefined && open?.next === line && open.column === column) {
      open.text += `\n${value}`;
      open.next = line + 1;
    } else {
      open = { line, next: line + 1, column, text: value };
      passages.push(open);
    }
  }
  const found = passages.flatMap((each) => ('next' in each ? paragraphs(each.text, each.line) : each));
  return [...found, ...englishStrings(program, ENGLISH_TEXTS.test(file), lineAt)];
}

/** @returns the line, counted from 1, of an offset in `text` */
function lineIndex(text) {
  const starts = [...text.matchAll(/^/gm)].map(({ index }) => index);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

/** The strings of a file of texts, or below a property `en`. */
function englishStrings(node, isEnglish, lineAt) {
  if (Array.isArray(node)) return node.flatMap((each) => englishStrings(each, isEnglish, lineAt));
  if (typeof node?.type !== 'string' || node.type === 'ImportDeclaration') return [];
  const line = isEnglish ? lineAt(node.start) : 0;
  if (isEnglish && node.type === 'Literal' && typeof node.value === 'string')
    return [{ line, text: node.value }];
  if (isEnglish && node.type === 'TemplateLiteral') {
    const text = node.quasis.map(({ value }) => value.cooked).join('`x`');
    return [{ line, text }, ...englishStrings(node.expressions, true, lineAt)];
  }
  const isBelow = isEnglish || (node.type === 'Property' && node.key.name === 'en');
  return Object.values(node).flatMap((value) =>
    typeof value === 'object' ? englishStrings(value, isBelow, lineAt) : [],
  );
}

/** Comments that have lines of their own. */
function hashPassages(text) {
  const kept = text.split('\n').map((line, index) => (index === 0 && line.startsWith('#!') ? '' : line));
  return paragraphs(kept.map((line) => /^\s*#(.*)$/.exec(line)?.[1] ?? '').join('\n'), 1);
}

function stylePassages(text) {
  return [...text.matchAll(/\/\*([^]*?)\*\//g)].flatMap((match) =>
    paragraphs(match[1].replace(/^\s*\* ?/gm, ''), text.slice(0, match.index).split('\n').length),
  );
}

/** Without code, tables, addresses and HTML; the lines stay where they are. */
function markdownPassages(text) {
  const blank = (all) => all.replace(/[^\n]/g, '');
  const prose = text
    .replace(/^( *)(`{3,})\w*\n[^]*?^\1\2$/gm, blank)
    .replace(/<!--[^]*?-->/g, blank)
    .replace(/^ *\|.*$/gm, '')
    .replace(/^ *\[[^\]]+\]: .*$/gm, '')
    .replace(/^(#+) (.*)$/gm, '- $2')
    .replace(/^> ?/gm, '')
    .replace(/`[^`]+`/g, (all) => `\`x\`${all.replace(/[^\n]/g, '')}`)
    .replace(/!\[[^\]]*\]\([^)]*\)/g, blank)
    .replace(/\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/<https?:[^>]*>/g, 'address')
    .replace(/[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}/g, '');
  return paragraphs(prose, 1);
}

function passagesOf(file, text) {
  if (SCRIPT.test(file)) return scriptPassages(file, text);
  if (HASH.test(file)) return hashPassages(text);
  if (file.endsWith('.css')) return stylePassages(text);
  if (file.endsWith('.md')) return markdownPassages(text);
  return [];
}

/** Sentences with the line each one begins at. */
function sentences({ line, text }) {
  const found = [];
  let from = 0;
  const ends = [...text.matchAll(/(?<=[.!?…][)"'”»]*)\s+(?=[^\p{Ll}\s])|(?<=:)\n/gu)];
  for (const end of [...ends, { index: text.length, 0: '' }]) {
    found.push({
      line: line + text.slice(0, from).split('\n').length - 1,
      text: text.slice(from, end.index),
    });
    from = end.index + end[0].length;
  }
  return found;
}

const wordsOf = (text) =>
  text
    .replace(/\{@link [^}]*\}/g, 'link')
    .replace(/`[^`]*`/g, 'code')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));

const shown = (text) => {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
};

/** Findings in one sentence: each with its line, what was expected and what came. */
function judge({ line, text }) {
  const found = [];
  const prose = text.replace(/`[^`]*`/g, (all) => '`'.repeat(all.length));
  const subject = /\?\W*$/.test(text) ? null : SUBJECT.exec(prose.trimStart());
  for (const [word, better] of AWKWARD) {
    const match = word.exec(prose);
    // The subject is one finding already.
    if (match === null || (subject !== null && prose.slice(0, match.index).trim() === '')) continue;
    const at = line + prose.slice(0, match.index).split('\n').length - 1;
    found.push([at, `expected ${better}, got "${match[0]}"`]);
  }
  const words = wordsOf(text);
  if (words.length > MOST_WORDS)
    found.push([line, `expected at most ${MOST_WORDS} words, got ${words.length}: ${shown(text)}`]);
  if (subject !== null && words.length > 1)
    found.push([line, `expected a thing as the subject, got "${subject[0]}": ${shown(text)}`]);
  return found;
}

/** @returns lines and findings of one file; `file` decides how it is read. */
function lint(file, text) {
  const found = [];
  if (SOURCE.test(file) && (SCRIPT.test(file) || HASH.test(file) || file.endsWith('.css'))) {
    const [first = ''] = text.replace(/^#!.*\n/, '').split('\n');
    if (!/^(?:\/\/|\/\*|#)\s*\S/.test(first))
      found.push([1, `expected a comment that says what the file is for, got ${shown(first) || 'nothing'}`]);
  }
  const passages = passagesOf(file, text).filter((each) => !isPragma(each.text));
  found.push(...passages.flatMap((passage) => sentences(passage).flatMap(judge)));
  return found.sort(([one], [other]) => one - other);
}

const { values: options, positionals } = parseArgs({
  options: { count: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...positionals];
const files = execFileSync('git', listing, { encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && !GERMAN.test(file) && existsSync(file));

const counts = new Map();
for (const file of files)
  for (const [line, message] of lint(file, readFileSync(file, 'utf8'))) {
    const folder = path.dirname(file).split('/').slice(0, 2).join('/');
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
    if (!options.count) console.log(`${file}:${line}: ${message}`);
  }
const total = [...counts.values()].reduce((sum, each) => sum + each, 0);
if (options.count) for (const [folder, count] of [...counts].sort()) console.log(`${count}\t${folder}`);
if (total > 0) console.error(`smgw-proxy: ${total} findings in the prose`);
process.exitCode = total > 0 ? 1 : 0;

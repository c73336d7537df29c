// Writes the generated parts of docs/: the table of options, and where each source file is tested. Compile first.
//
//   node scripts/docs.mjs [--check]
//
// With --check it writes nothing, and exits with 1 when a page is not current.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { CONFIG_FILE_OPTION, OPTIONS } from '../dist/src/config/options.js';

const root = path.dirname(import.meta.dirname);
const read = (file) => readFileSync(path.join(root, file), 'utf8');

/** Each part: its page, the name in its markers, and its text. */
const PARTS = [
  ['docs/configuration.md', 'options', optionTable],
  ['docs/architecture.md', 'tested', testedList],
];

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '-')), ...rows.map(line)].join('\n');
}

function optionTable() {
  const rows = [...OPTIONS, CONFIG_FILE_OPTION].map((option) => [
    `\`--${option.name} ${option.kind.placeholder.en}\``,
    option.default === undefined ? 'none' : `\`${option.default}\``,
    option.scope === 'forward' ? 'each forward' : 'once',
    option.help.en,
  ]);
  return table(['option', 'default', 'where', 'meaning'], rows);
}

/** The tests nearest to each source file that has none of its own name, along the imports. */
function testedList() {
  const sources = listed('src').filter((file) => /\.(?:ts|js)$/.test(file));
  const tests = listed('test').filter((file) => file.endsWith('.ts'));
  const importers = importersOf([...sources, ...tests]);
  const rows = new Map();
  for (const source of sources.filter((file) => !existsSync(path.join(root, testOf(file))))) {
    const found = nearestTests(source, importers);
    if (found.length === 0) throw new Error(`${source}: expected a test that reaches it, found none`);
    const key = found.map((file) => `\`${file}\``).join(', ');
    rows.set(key, [...(rows.get(key) ?? []), `\`${source}\``]);
  }
  const sorted = [...rows].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([key, files]) => `- ${key}: ${files.join(', ')}`).join('\n');
}

const listed = (folder) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', folder], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => file !== '' && existsSync(path.join(root, file)));

/** `src/log/log.ts` has its test in `test/log/log.test.ts`. */
const testOf = (file) => file.replace(/^src/, 'test').replace(/\.[jt]s$/, '.test.ts');

/** @returns for each file the files that import it */
function importersOf(files) {
  const importers = new Map();
  for (const file of files)
    for (const [, to] of read(file).matchAll(/(?:from|import\(?) ?'(\.[^']+)'/g)) {
      const target = path.join(path.dirname(file), to).replace(/(?<!page\/[\w.-]+)\.js$/, '.ts');
      importers.set(target, [...(importers.get(target) ?? []), file]);
    }
  for (const file of files)
    for (const [, worker] of read(file).matchAll(/new URL\(`(\.[^$`]+)\$\{/g)) {
      const target = path.join(path.dirname(file), `${worker}.ts`);
      importers.set(target, [...(importers.get(target) ?? []), file]);
    }
  return importers;
}

/** Most that are worth naming. */
const MOST_TESTS = 2;

/** Those in the room of the source come first. */
function firstOf(tests, source) {
  const [, room] = source.split('/');
  const isNear = (file) => file.startsWith(`test/${room}/`);
  const sorted = [...tests].sort();
  return [...sorted.filter(isNear), ...sorted.filter((file) => !isNear(file))].slice(0, MOST_TESTS);
}

/** Run in a browser: no import of a test leads to them. */
const PAGE = ['src/admin/page/', ['test/e2e/page.test.ts', 'test/e2e/page.views.test.ts']];

function nearestTests(source, importers) {
  const [folder, pageTests] = PAGE;
  let level = [source];
  const seen = new Set(level);
  while (level.length > 0) {
    const above = level.flatMap((file) => importers.get(file) ?? []);
    const own = above.map((file) => (file.startsWith('src/') ? testOf(file) : file));
    const tests = own.filter((file) => file.endsWith('.test.ts') && existsSync(path.join(root, file)));
    if (tests.length > 0) return firstOf(new Set(tests), source);
    level = above.filter((file) => !seen.has(file));
    for (const file of level) seen.add(file);
  }
  return source.startsWith(folder) ? pageTests : [];
}

const { values: options } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
for (const [page, name, text] of PARTS) {
  const before = read(page);
  const part = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n)[^]*(<!-- /${name} -->)`);
  if (!part.test(before)) throw new Error(`${page}: expected the markers of "${name}"`);
  const after = await format(
    before.replace(part, (_all, begin, end) => `${begin}\n${text()}\n\n${end}`),
    { ...(await resolveConfig(page)), parser: 'markdown' },
  );
  if (after === before) continue;
  if (options.check) {
    console.error(`${page}: is not current; run: npm run docs`);
    process.exitCode = 1;
  } else writeFileSync(path.join(root, page), after);
}

// What the pages show to be typed can be typed: options, variables, scripts of npm, files.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readArguments } from '../../src/cli/arguments.js';
import { COMMANDS } from '../../src/cli/commands.js';
import { CONFIG_FILE_OPTION, OPTIONS } from '../../src/config/options.js';
import { inlineCode, linesToType, ownWords, PAGES, readPage, ROOT } from '../support/pages.js';

const { scripts } = JSON.parse(readPage('package.json')) as { scripts: Readonly<Record<string, string>> };

/** Options of the program in any of its commands. */
const NAMES = new Set(
  COMMANDS.flatMap(({ options, switches }) => [...options, ...switches].map(({ name }) => name)),
);

/** The sources of a script of npm that takes options of its own. */
const SOURCES = new Map([
  ['bench', 'bench'],
  ['soak', 'test/trial'],
  ['hostile', 'test/trial'],
]);

function knows(script: string, option: string): boolean {
  const folder = SOURCES.get(script);
  if (folder === undefined) return false;
  const files = readdirSync(path.join(ROOT, folder)).filter((file) => file.endsWith('.ts'));
  return files.some((file) =>
    readFileSync(path.join(ROOT, folder, file), 'utf8').includes(`${option}: { type: `),
  );
}

/** What is wrong with a line to type. */
function problemsOf(line: string): string[] {
  const words = ownWords(line);
  if (words !== undefined)
    return readArguments(words).problems.map((problem) => `${line}: ${JSON.stringify(problem)}`);
  const [, script = '', rest = ''] = /^npm run ([\w:]+)(.*)$/.exec(line) ?? [];
  if (script !== '' && !(script in scripts)) return [`${line}: no such script`];
  const options = script === '' ? [] : [...rest.matchAll(/ --(\w[\w-]*)/g)].map(([, option = '']) => option);
  const unknown = options
    .filter((option) => !knows(script, option))
    .map((option) => `${line}: no --${option}`);
  const [, file] =
    /^(?:sudo |node )?((?:scripts|\.ci|dist|examples|packaging|bench|src|test)\/[\w./-]+)/.exec(line) ?? [];
  return file === undefined || /^dist\/|^bench\/results\b/.test(file) || isThere(file)
    ? unknown
    : [...unknown, `${line}: no such file`];
}

const isThere = (file: string): boolean => existsSync(path.join(ROOT, file));

describe('lines to type', () => {
  for (const page of PAGES)
    it(`can be typed: ${page}`, () => {
      assert.deepEqual(linesToType(readPage(page)).flatMap(problemsOf), []);
    });

  it('are found wrong', () => {
    for (const line of [
      'sudo smgw-proxy setup --dry-rum',
      'npm run benchmark',
      'npm run bench -- --quickly',
      'node scripts/nothing.mjs',
    ])
      assert.equal(problemsOf(line).length, 1, line);
  });

  for (const page of ['README.md', 'README.de.md', 'docs/commands.md'])
    it(`start the program: ${page}`, () => {
      const own = linesToType(readPage(page)).filter((line) => ownWords(line) !== undefined);
      assert.ok(own.length > 5);
    });
});

describe('names of options', () => {
  for (const page of PAGES.filter((each) => each !== 'CONTRIBUTING.md'))
    it(`exist: ${page}`, () => {
      const named = inlineCode(readPage(page)).flatMap((code) => /^--([a-z][a-z-]*)/.exec(code)?.[1] ?? []);
      assert.deepEqual(
        named.filter((name) => !NAMES.has(name)),
        [],
      );
    });

  it('are all in the page of the commands', () => {
    const page = readPage('docs/commands.md');
    const core = new Set<string>(OPTIONS.map(({ name }) => name));
    const missing = COMMANDS.flatMap(({ name: command, options, switches }) =>
      [...options, ...switches]
        .filter(({ name }) => !core.has(name) && !page.includes(`--${name}`))
        .map(({ name }) => `${command} --${name}`),
    );
    assert.deepEqual(
      missing.filter((each) => !/ --(?:help|version)$/.test(each)),
      [],
    );
  });
});

describe('names of variables', () => {
  const variables = new Set([...OPTIONS, CONFIG_FILE_OPTION].map(({ variable }) => variable));
  for (const page of PAGES)
    it(`exist: ${page}`, () => {
      const named = [...readPage(page).matchAll(/SMGW_PROXY_[A-Z_]*[A-Z]/g)].map(([name]) => name);
      assert.deepEqual(
        named.filter((name) => !variables.has(name)),
        [],
      );
    });
});

// Lines to type in the pages: the program accepts its words and values, scripts of npm and files exist.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { CONFIG_FILE_OPTION, OPTIONS } from '../../src/config/options.js';
import { inlineCode, linesToType, ownWords, PAGES, readPage, ROOT } from '../support/pages.js';
import { runToEnd } from '../support/program.js';

/** No command has it, so the program lists it with everything else that is wrong, and starts nothing. */
const UNKNOWN = '--not-an-option';

/** Everything that the program finds wrong with words of its own, one line each. */
async function complaints(words: readonly string[]): Promise<string[]> {
  // Help and version come before any judgement. The file of an installed service is not there.
  const judged = words
    .filter((word, index) => word !== '--config' && words[index - 1] !== '--config')
    .filter((word) => word !== '--help' && word !== '--version')
    .map((word) => word.replaceAll("'", ''));
  const { status, stderr } = await runToEnd([...judged, UNKNOWN]);
  // yargs answers these itself, before any judgement.
  if (status === 0 && /^(?:help|completion)$/.test(words[0] ?? '')) return [];
  assert.equal(status, 2, stderr);
  const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('smgw-proxy: '));
  assert.ok(lines.some((line) => line.includes(UNKNOWN)));
  return lines.filter((line) => !line.includes(UNKNOWN));
}

const { scripts } = JSON.parse(readPage('package.json')) as { scripts: Readonly<Record<string, string>> };

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

/** Everything wrong with a line that starts a tool of the checkout. */
function problemsOf(line: string): string[] {
  const [, script = '', rest = ''] = /^npm run ([\w:]+)(.*)$/.exec(line) ?? [];
  if (script !== '' && !(script in scripts)) return [`${line}: no such script`];
  const options = script === '' ? [] : [...rest.matchAll(/ --(\w[\w-]*)/g)].map(([, option = '']) => option);
  const unknown = options
    .filter((option) => !knows(script, option))
    .map((option) => `${line}: no --${option}`);
  const [, file] =
    /^(?:sudo |node )?((?:scripts|\.ci|examples|packaging|bench|src|test)\/[\w./-]+)/.exec(line) ?? [];
  return file === undefined || file.startsWith('bench/results') || existsSync(path.join(ROOT, file))
    ? unknown
    : [...unknown, `${line}: no such file`];
}

/** Each line once, with the words of the program in it. */
const OWN_LINES = new Map(
  PAGES.flatMap((page) => linesToType(readPage(page))).flatMap((line) => {
    const words = ownWords(line);
    return words === undefined ? [] : [[words.join(' '), words] as const];
  }),
);

describe('the lines that start the program', { concurrency: 4 }, () => {
  it('are there', () => {
    assert.ok(OWN_LINES.size > 20);
  });

  for (const [line, words] of OWN_LINES)
    it(`are accepted: smgw-proxy ${line}`, async () => {
      assert.deepEqual(await complaints(words), []);
    });

  for (const line of ['setup --dry-rum', 'chek', '--queue-timeout soon', 'demo --answer-delay 2'])
    it(`are found wrong: smgw-proxy ${line}`, async () => {
      assert.equal((await complaints(line.split(' '))).length, 1);
    });
});

describe('the lines that start a tool of the checkout', () => {
  for (const page of PAGES)
    it(`can be typed: ${page}`, () => {
      const others = linesToType(readPage(page)).filter((line) => ownWords(line) === undefined);
      assert.deepEqual(others.flatMap(problemsOf), []);
    });

  for (const line of ['npm run benchmark', 'npm run bench -- --quickly', 'node scripts/nothing.mjs'])
    it(`are found wrong: ${line}`, () => {
      assert.equal(problemsOf(line).length, 1);
    });
});

describe('the names of options', () => {
  const COMMANDS = ['run', 'demo', 'status', 'discover', 'check', 'setup'];
  /** By command, as its help shows them. */
  const names = new Map<string, ReadonlySet<string>>();
  before(async () => {
    for (const command of COMMANDS) {
      const { stdout } = await runToEnd([command, '--help']);
      names.set(command, new Set(Array.from(stdout.matchAll(/--([a-z][a-z-]*)/g), ([, name = '']) => name)));
    }
  });

  for (const page of PAGES.filter((each) => each !== 'CONTRIBUTING.md'))
    it(`exist: ${page}`, () => {
      const all = new Set([...names.values()].flatMap((each) => [...each]));
      const named = inlineCode(readPage(page)).flatMap((code) => /^--([a-z][a-z-]*)/.exec(code)?.[1] ?? []);
      assert.deepEqual(
        named.filter((name) => !all.has(name)),
        [],
      );
    });

  for (const command of COMMANDS.slice(1))
    it(`are all in the page of the commands: ${command}`, () => {
      const page = readPage('docs/commands.md');
      const core = names.get('run');
      const own = [...(names.get(command) ?? [])].filter((name) => !core?.has(name));
      assert.deepEqual(
        own.filter((name) => !page.includes(`--${name}`)),
        [],
      );
    });
});

describe('the names of variables', () => {
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

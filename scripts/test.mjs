// Runs the test files with Node's own runner: those with one of the given words in their path. Without words, runs all
// but those that boot a real Debian. With --one-process, all in one process; with --unit, those that start no program.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const compiled = path.join(root, 'dist', 'test');
const args = process.argv.slice(2);
const isUnit = args.includes('--unit');
const isOneProcess = isUnit || args.includes('--one-process');
const words = args.filter((word) => word !== '--unit' && word !== '--one-process');
/** These need root, a Debian mirror and, the first time, minutes: only when a word asks for them. */
const APART = 'e2e/debian/';
const isWanted = (file) =>
  words.length === 0 ? !file.includes(APART) : words.some((word) => file.includes(word));

const files = readdirSync(compiled, { recursive: true })
  .filter((file) => file.endsWith('.test.js') && isWanted(file))
  .map((file) => path.join(compiled, file))
  .filter((file) => !isUnit || startsNoProgram(file))
  .sort((a, b) => Number(readsSockets(b)) - Number(readsSockets(a)) || (a < b ? -1 : 1));
if (files.length === 0) {
  console.error(`smgw-proxy: no test file matches ${words.join(', ')}`);
  process.exit(1);
}

/** Before the tests that leave thousands of sockets in TIME_WAIT, since the kernel lists all of them at each reading. */
function readsSockets(file) {
  return file.startsWith(path.join(compiled, 'machine/'));
}

/** Whether neither the file nor a helper that it imports can start another process. */
function startsNoProgram(file) {
  const imported = Array.from(
    readFileSync(file, 'utf8').matchAll(/\b(?:from|import) ?\(?'([^']+)'/g),
    ([, name]) => name,
  );
  const helpers = imported.filter((name) => name.startsWith('.')).map((name) => path.join(file, '..', name));
  return (
    !imported.some((name) => /^(?:node:child_process|playwright-core)$/.test(name)) &&
    helpers.every((helper) => !helper.startsWith(compiled) || startsNoProgram(helper))
  );
}

/** For each file, in ms: several times what the slowest takes. One that boots Debian has tests with limits of their own. */
const limit = files.some((file) => file.includes(APART)) ? 900_000 : 300_000;

console.error(`smgw-proxy: ${files.length} test files on Node ${process.versions.node} for ${process.arch}`);
const runner = isOneProcess
  ? [path.join(import.meta.dirname, 'one-process.mjs')]
  : ['--test', '--test-concurrency=3', `--test-timeout=${limit}`];
const reporters = [
  ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
  `--test-reporter=${path.join(import.meta.dirname, 'skipped-tests.mjs')}`,
  '--test-reporter-destination=stderr',
];
const { status } = spawnSync(process.execPath, [...reporters, ...runner, ...files], { stdio: 'inherit' });
process.exit(status ?? 1);

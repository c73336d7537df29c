// Runs the test files with Node's own runner: those whose path holds one of the words given, or all of them but those
// that boot a real Debian.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const words = process.argv.slice(2);
/** These need root, a Debian mirror and, the first time, minutes: only when a word asks for them. */
const APART = 'e2e/debian/';
const isWanted = (file) =>
  words.length === 0 ? !file.includes(APART) : words.some((word) => file.includes(word));

// A compiled test whose source has gone must not run; dist/ is not emptied by the compiler.
const files = readdirSync(path.join(root, 'dist', 'test'), { recursive: true })
  .filter((file) => file.endsWith('.test.js'))
  .filter((file) => existsSync(path.join(root, 'test', file.replace(/\.js$/, '.ts'))))
  .filter(isWanted)
  .map((file) => path.join(root, 'dist', 'test', file))
  .sort();
if (files.length === 0) {
  console.error(`smgw-proxy: no test file matches ${words.join(', ')}`);
  process.exit(1);
}

console.error(`smgw-proxy: ${files.length} test files on Node ${process.versions.node}`);
const args = ['--test', '--test-concurrency=3', '--test-timeout=120000', '--test-reporter=spec', ...files];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
process.exit(status ?? 1);

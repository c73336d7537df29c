// The shape of the source: sizes, first lines, names, and where each file is tested.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MOST_LINES = 300;
const MOST_IN_CLI = 14;

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Paths from the root of the checkout, of the files below `folder` with one of these endings. */
function files(folder: string, endings: RegExp): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.test(entry.name))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .sort();
}

const SOURCES = files('src', /\.(?:ts|js|cjs|pl|css|html)$/);
const CODE = SOURCES.filter((file) => /\.(?:ts|js)$/.test(file));

describe('The source', () => {
  it(`has no file over ${MOST_LINES} lines`, () => {
    const long = SOURCES.filter((file) => read(file).split('\n').length - 1 > MOST_LINES);
    assert.deepEqual(long, []);
  });

  it(`keeps at most ${MOST_IN_CLI} files beside the folders of the commands`, () => {
    const shared = SOURCES.filter((file) => path.dirname(file) === 'src/cli');
    assert.ok(shared.length <= MOST_IN_CLI, shared.join(' '));
  });

  it('says in the first line of each file what it is for', () => {
    assert.deepEqual(
      [...CODE, ...files('test', /\.ts$/), ...files('bench', /\.ts$/)].filter(
        (file) => !/^(?:#!.*\n)?\/\/ \S/.test(read(file)),
      ),
      [],
    );
  });

  it('exports no name of a type twice', () => {
    const names = CODE.flatMap((file) => {
      const found = read(file).matchAll(/^export (?:abstract )?(?:interface|type|class) (\w+)/gm);
      return [...found].map(([, name = '']) => name);
    });
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });

  it('has a test of the same name for each file, or says in docs/architecture.md where it is tested', () => {
    const page = read('docs/architecture.md');
    const untested = CODE.filter((file) => !existsSync(path.join(ROOT, testOf(file)))).filter(
      (file) => !page.includes(`\`${file}\``),
    );
    assert.deepEqual(untested, []);
  });
});

/** `src/log/log.ts` is tested in `test/log/log.test.ts`. */
function testOf(file: string): string {
  return file.replace(/^src/, 'test').replace(/\.[jt]s$/, '.test.ts');
}

// The prose lint: planted sentences are found at their lines, and what is no English prose is left alone.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../../scripts/prose.mjs', import.meta.url));
const LONG = Array.from({ length: 26 }, () => 'word').join(' ');

describe('the prose lint', () => {
  let folder = '';

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-prose-'));
    execFileSync('git', ['init', '--quiet', folder]);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the lint on one file. */
  function lint(
    file: string,
    text: string,
    ...options: string[]
  ): { status: number | null; lines: string[] } {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
    const { status, stdout } = spawnSync(process.execPath, [SCRIPT, ...options, file], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { status, lines: stdout.split('\n').filter((line) => line !== '') };
  }

  for (const [name, file, text, expected] of [
    ['an awkward word', 'src/a.ts', '// Reads.\n\nexport {};\n/** Tells\n * nobody. */\n', '5: .*"nobody"'],
    ['the second line of a comment', 'src/b.ts', '// Reads\n// upon request.\n', '2: .*"upon"'],
    ['a trailing comment', 'src/c.ts', '// Reads.\nexport const one = 1; // lest it ends\n', '2: .*"lest"'],
    [
      'a long sentence',
      'src/d.ts',
      `// Reads.\n\n// Short. W${LONG.slice(1)}.\n`,
      '3: expected at most 25 words, got 26: Word',
    ],
    ['a pronoun as the subject', 'src/e.ts', '// What it reads.\n', '1: expected a thing as the subject'],
    [
      'a missing first line',
      'src/f.ts',
      'export {};\n',
      '1: expected a comment that says what the file is for',
    ],
    ['a shell script', 'scripts/g.sh', '#!/bin/sh\n# Runs.\nls\n# It shall end.\n', '4: .*"shall"'],
    ['a style sheet', 'src/h.css', '/* Colours. */\n\n/* Whoever reads. */\n', '3: .*"Whoever"'],
    ['a document', 'docs/i.md', '# Title\n\nA line\nfor everybody.\n', '4: .*"everybody"'],
    ['a text', 'src/texts.en.ts', "// Texts.\nexport const en = { a: 'Mend it' };\n", '2: .*"Mend"'],
    [
      'an English row',
      'src/j.ts',
      "// Rows.\nexport const a = { en: 'Somebody', de: 'x' };\n",
      '2: .*"Somebody"',
    ],
  ] as const)
    it(`finds ${name}`, () => {
      const { status, lines } = lint(file, text);
      assert.equal(status, 1);
      assert.match(lines[0] ?? '', new RegExp(`^${file}:${expected}`));
    });

  for (const [name, file, text] of [
    ['a question', 'docs/k.md', '## What is it doing?\n\nIt runs.\n'],
    ['code', 'docs/l.md', 'Takes `nobody` and\n\n```sh\nsudo -u nobody true\n```\n'],
    ['tables', 'docs/m.md', `| a | b |\n| - | - |\n| ${LONG} | nobody |\n`],
    ['German', 'README.de.md', 'Somebody shall.\n'],
    ['strings of the program', 'src/n.ts', "// Names.\nexport const user = 'nobody';\n"],
    ['a list', 'docs/o.md', `Either:\n\n- ${LONG.slice(0, 60)}\n- ${LONG.slice(0, 60)}\n`],
  ] as const)
    it(`leaves ${name} alone`, () => {
      assert.deepEqual(lint(file, text), { status: 0, lines: [] });
    });

  it('counts for each folder', () => {
    const { lines } = lint('src/p/q.ts', '// Reads nobody.\n', '--count');
    assert.deepEqual(lines, ['1\tsrc/p']);
  });
});

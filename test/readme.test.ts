// README.md and README.de.md: what they say can be typed, followed, and is all there is.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readArguments } from '../src/cli/arguments.js';
import { CHECK_TEXTS } from '../src/cli/check/texts.js';
import { OPERATOR_LETTER } from '../src/cli/discover/operator-letter.js';
import { OUTCOMES } from '../src/forward/outcome.js';
import { RESULTS, TROUBLE } from '../src/check/causes.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Blocks with a language, and the text around them. */
function blocks(text: string): { readonly shell: string[]; readonly prose: string } {
  const shell: string[] = [];
  const prose = text.replace(/^( *)```(\w*)\n([^]*?)^\1```$/gm, (_all, _indent, language, content) => {
    if (language === 'sh') shell.push(...String(content).split('\n'));
    return '';
  });
  return { shell, prose };
}

/** What starts this program, before its own words. */
const PROGRAM = /^(?:sudo )?(?:smgw-proxy|node dist\/bundle\/smgw-proxy\.cjs|npm run (demo) --)(?= |$)/;

/** Each line to type that starts it: its words. */
function commandLines(text: string): string[][] {
  const { shell, prose } = blocks(text);
  const inline = [...prose.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replaceAll('\n', ' '));
  return [...shell, ...inline].flatMap((line) => {
    const start = PROGRAM.exec(line);
    if (start === null) return [];
    const [own = ''] = line.slice(start[0].length).split(/ [|#;&]/);
    const words = own.split(/\s+/).filter((word) => word !== '');
    return [[...(start[1] === undefined ? [] : [start[1]]), ...words]];
  });
}

/** The targets of links and images outside of code. */
function links(text: string): string[] {
  return [...blocks(text).prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** The anchors of the headings, as GitHub makes them. */
function anchors(text: string): string[] {
  return [...blocks(text).prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The first cells of the rows of each table. */
function firstCells(text: string): string[] {
  return [...text.matchAll(/^\| *(.*?) *\|/gm)].map(([, cell = '']) => cell);
}

for (const file of ['README.md', 'README.de.md'])
  describe(file, () => {
    const text = read(file);

    it('names only commands and options that there are', () => {
      const lines = commandLines(text);
      assert.ok(lines.length > 5, 'has some');
      for (const words of lines) assert.deepEqual(readArguments(words).problems, [], words.join(' '));
    });

    it('points only to what is there', () => {
      for (const link of links(text).filter((each) => !/^[a-z]+:/.test(each))) {
        const [target = '', anchor] = link.split('#');
        const place = target === '' ? file : target;
        assert.ok(existsSync(path.join(ROOT, place)), link);
        if (anchor !== undefined) assert.ok(anchors(read(place)).includes(anchor), link);
      }
    });

    it('has each exit status of check', () => {
      const cells = firstCells(text);
      for (const status of [0, 1, ...Object.values(TROUBLE)])
        assert.ok(cells.includes(String(status)), String(status));
    });
  });

describe('README.de.md in full', () => {
  const text = read('README.de.md');

  it('tells of each cause that check finds wrong, and of no other', () => {
    const told = [...text.matchAll(/\| `([a-z]+(?:-[a-z]+)+)` *\|$/gm)].map(([, cause]) => cause);
    const wrong = Object.entries(RESULTS).filter(([, result]) => result === 'failed' || result === 'warning');
    assert.deepEqual(told.sort(), wrong.map(([cause]) => cause).sort());
  });

  it('names the steps as check does', () => {
    const named = [...text.matchAll(/^\| \*\*(.+?)\*\*/gm)].map(([, step]) => step);
    const steps = Object.values<string | undefined>(CHECK_TEXTS.de.steps);
    assert.ok(named.length > 10);
    for (const step of named) assert.ok(steps.includes(step), step);
  });

  it('has the letter that discover prints', () => {
    assert.ok(text.includes(OPERATOR_LETTER));
  });
});

describe('README.md in full', () => {
  it('tells of each outcome', () => {
    const cells = firstCells(read('README.md')).join();
    for (const outcome of OUTCOMES) assert.ok(cells.includes(`\`${outcome}\``), outcome);
  });
});

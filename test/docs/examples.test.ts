// The examples of the pages and of examples/ are valid: YAML, JSON, configurations, and the options of `run`.
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { OPTIONS } from '../../src/config/options.js';
import { blocks, linesToType, ownWords, PAGES, readPage, ROOT } from '../support/pages.js';
import { scratchFolder } from '../support/deb.js';
import { runToEnd } from '../support/program.js';

const NAMES = new Set<string>([...OPTIONS.map(({ name }) => name), 'forwards']);

interface Example {
  readonly place: string;
  readonly language: string;
  readonly text: string;
}

const EXAMPLES: readonly Example[] = [
  ...PAGES.flatMap((page) =>
    blocks(readPage(page))
      .code.filter(({ language }) => /^(?:yaml|json)$/.test(language))
      .map((block, index) => ({ place: `${page}, ${block.language} ${index + 1}`, ...block })),
  ),
  ...readdirSync(path.join(ROOT, 'examples')).map((file) => ({
    place: `examples/${file}`,
    language: path.extname(file).slice(1),
    text: readPage(`examples/${file}`),
  })),
  { place: 'packaging/config.yaml', language: 'yaml', text: readPage('packaging/config.yaml') },
];

function isConfiguration(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).every((name) => NAMES.has(name));
}

describe('the examples', () => {
  const configurations: Example[] = [];
  for (const example of EXAMPLES) {
    const { place, language, text } = example;
    const value: unknown = language === 'json' ? JSON.parse(text) : parse(text);
    it(`are well-formed: ${place}`, () => {
      assert.ok(typeof value === 'object' && value !== null);
    });
    if (isConfiguration(value)) configurations.push(example);
  }

  it('have configurations among them', () => {
    assert.ok(configurations.length >= 4);
  });

  for (const { place, text } of configurations)
    it(`are accepted by the program: ${place}`, async () => {
      const file = path.join(scratchFolder(), 'config.yaml');
      writeFileSync(file, text.replaceAll('/var/log/smgw-proxy/', `${path.dirname(file)}/`));
      const { status, stderr } = await runToEnd(['--config', file, '--check-config']);
      assert.equal(status, 0, stderr);
    });
});

describe('the command lines that forward', () => {
  const lines = PAGES.flatMap((page) => linesToType(readPage(page))).filter((line) => {
    const [first = '-'] = ownWords(line) ?? ['no'];
    return first === 'run' || first.startsWith('-');
  });

  it('are there', () => {
    assert.ok(new Set(lines).size >= 8);
  });

  for (const line of new Set(lines))
    it(`are accepted by the program: ${line}`, async () => {
      const words = (ownWords(line) ?? []).map((word) => word.replaceAll("'", ''));
      // The file of an installed service is not there.
      const own = words.filter((word, index) => word !== '--config' && words[index - 1] !== '--config');
      const { status, stderr } = await runToEnd([...own, '--check-config']);
      assert.equal(status, 0, stderr);
    });
});

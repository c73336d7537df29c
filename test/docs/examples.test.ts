// The YAML and JSON of the pages and of examples/ is valid, and the program accepts each configuration among it.
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { OPTIONS } from '../../src/config/options.js';
import { blocks, PAGES, readPage, ROOT } from '../support/pages.js';
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
  ...readdirSync(path.join(ROOT, 'examples'), { encoding: 'utf8', recursive: true })
    .filter((file) => /\.(?:ya?ml|json)$/.test(file))
    .map((file) => ({
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

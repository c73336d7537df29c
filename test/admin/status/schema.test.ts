// The published schema is made from the one that the program reads with, and the committed file is up to date.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const ROOT = new URL('../../../../', import.meta.url);

describe('docs/status.schema.json', () => {
  it('is what `npm run docs` writes', async () => {
    const script = (await import(new URL('scripts/status-schema.mjs', ROOT).href)) as {
      readonly statusSchema: () => Promise<string>;
    };
    const committed = readFileSync(new URL('docs/status.schema.json', ROOT), 'utf8');
    assert.equal(committed, await script.statusSchema());
  });
});

// The configuration, loaded in a thread of its own: the same as in this one, down to the places of its values.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { judged } from '../../../src/cli/run/judge.js';
import { loadAside } from '../../../src/cli/run/load-aside.js';
import { placeText } from '../../../src/config/place.js';
import { loadConfig, type LoadResult } from '../../../src/config/load.js';
import { fileMode, readFile } from '../../../src/machine/file-access.js';

const folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** The results for a file: of a thread of its own, and of this one. */
async function both(text: string): Promise<readonly [LoadResult, LoadResult]> {
  const file = path.join(folder, 'config.yaml');
  writeFileSync(file, text);
  const input = { flags: new Map([['config', [file]]]), environment: { SMGW_PROXY_LOG_LEVEL: 'warn' } };
  return [await loadAside(input), judged(await loadConfig({ ...input, readFile, fileMode }))];
}

const FORWARDS = Array.from(
  { length: 3 },
  (_, at) => `  - name: gw${at}\n    listen: 127.0.0.1:${8000 + at}\n    target: 192.0.2.${at}\n`,
).join('');

describe('Loading aside', () => {
  it('yields the same configuration, with the place of each address', async () => {
    const [aside, here] = await both(`forwards:\n${FORWARDS}`);
    assert.deepEqual(aside, here);
    assert.ok(aside.ok && here.ok);
    const placesOf = ({ config, places }: typeof aside) =>
      config.forwards.map(({ target, listen }) => [places.get(target), places.get(listen[0])]);
    const [place = ''] = placesOf(aside)[2] ?? [];
    assert.match(placeText(place, 'en'), /config\.yaml, line 10, target$/);
    assert.deepEqual(placesOf(aside), placesOf(here));
  });

  for (const [what, text] of [
    ['values', `forwards:\n${FORWARDS}  - name: gw0\n    listen: x\n    target: y:0\n`],
    ['syntax', 'forwards: [\n  - name'],
    ['keys', 'targt: 192.0.2.1\n'],
    ['own addresses', 'listen: lo:8080\ntarget: 127.0.0.1:8080\n'],
  ] as const)
    it(`yields the same problems with their lines: ${what}`, async () => {
      const [aside, here] = await both(text);
      assert.ok(!aside.ok && aside.problems.length > 0);
      assert.deepEqual(aside, here);
    });
});

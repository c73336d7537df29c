// The file of a waiting setup: whole at any time, the newest standing in the end, and gone after it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readStanding, standingFile, StandingWriter } from '../../src/setup/standing.js';
import { scratchFolder } from '../support/deb.js';
import { STAGES, standing } from '../support/standings.js';

describe('the standing of a waiting setup', () => {
  const parse = (bytes: Buffer | undefined): unknown =>
    bytes === undefined ? undefined : JSON.parse(bytes.toString());

  it('is the newest that was shown, whole at each look, and gone at the end', async () => {
    const file = path.join(scratchFolder(), 'standing.json');
    const writer = new StandingWriter(file);
    for (const stage of STAGES) writer.show(standing(stage));
    let seen: unknown;
    do seen = parse(await readStanding(file));
    while (JSON.stringify(seen) !== JSON.stringify(standing(STAGES.at(-1) ?? 'trouble')));
    await writer.end();
    assert.equal(await readStanding(file), undefined);
  });

  it('lies where systemd says, else below /run', () => {
    assert.equal(standingFile({}), '/run/smgw-proxy-setup/standing.json');
    assert.equal(standingFile({ RUNTIME_DIRECTORY: '/run/x' }), '/run/x/standing.json');
  });

  it('that cannot be written stops nothing', async () => {
    const writer = new StandingWriter('/dev/null/standing.json');
    writer.show(standing('network'));
    await writer.end();
  });
});

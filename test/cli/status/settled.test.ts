// The status while the service tries a gateway.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settled } from '../../../src/cli/status/settled.js';
import type { Status } from '../../../src/admin/status/schema.js';
import { aStatus, DOWN_FORWARD, FORWARD, NOW } from './fixture.js';

describe('the status of a service that tries its gateway', () => {
  /** How often it is asked when these are its answers, one after the other. */
  async function asked(...answers: readonly Partial<Status>[]): Promise<number> {
    let times = 0;
    const last = await settled(() => {
      const status = aStatus(answers[times] ?? {});
      times += 1;
      return Promise.resolve({ ok: true, status, document: status });
    });
    assert.ok(last.ok);
    return times;
  }

  const trying = { ...FORWARD, target: { ...FORWARD.target, lastTry: NOW } };

  it('is the one after the result', async () => {
    assert.equal(await asked({ forwards: [trying] }, { forwards: [DOWN_FORWARD] }), 2);
  });

  it('is the first one where there is a result, or no try', async () => {
    const { lastSuccess: lastTry } = FORWARD.target;
    assert.equal(await asked({ forwards: [FORWARD] }), 1);
    assert.equal(await asked({ forwards: [{ ...FORWARD, target: { ...FORWARD.target, lastTry } }] }), 1);
    assert.equal(await asked({ forwards: [{ ...trying, target: { ...trying.target, state: 'down' } }] }), 1);
    const later = new Date(Date.parse(NOW) + 6001).toISOString();
    assert.equal(await asked({ now: later, forwards: [trying] }), 1);
  });
});

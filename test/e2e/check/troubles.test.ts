// `check` names each planted trouble, and finds none on a healthy machine.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { missing, notRoot } from '../../support/requires.js';
import { LIMIT } from '../../support/test-bed.js';
import { CheckBed } from './support.js';
import { TROUBLES } from './troubles.js';

describe('check', { skip: notRoot() || missing('ip', 'openssl', 'setpriv') }, () => {
  let bed: CheckBed;

  before(async () => {
    bed = new CheckBed();
    await bed.up();
    await bed.startOnPi(['--listen', '8080', '--admin', '127.0.0.1:8081']);
  });
  afterEach(() => bed.undo());
  after(() => bed.down());

  it('finds nothing on a healthy machine', LIMIT, async () => {
    const checked = await bed.find(['--admin', '127.0.0.1:8081']);
    const { status, document } = checked;
    assert.deepEqual([checked.causes(), status, document.trouble], [[], 0, null]);
    assert.deepEqual(document.urls, ['https://192.168.0.10:8080']);
    assert.deepEqual(checked.causes('through'), ['through-same']);
    assert.deepEqual(checked.causes('status'), ['status-ready']);
    assert.deepEqual(
      document.steps.filter(({ result }) => result === 'skipped').map(({ cause }) => cause),
      ['pin-none', 'service-unknown'],
    );
  });

  for (const { name, plant, words, options, causes, status } of TROUBLES) {
    it(`names ${name}`, LIMIT, async () => {
      await plant?.(bed);
      const checked = await bed.find(words, options);
      assert.deepEqual([checked.causes(), checked.status], [causes, status]);
      const first = checked.document.steps.find(({ cause }) => cause === causes[0]);
      assert.ok((first?.remedy.length ?? 0) > 0, 'and what to do about it');
    });
  }
});

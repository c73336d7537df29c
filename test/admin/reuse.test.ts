// Expensive answers are made within their share of a processor, and given again beyond it.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { Reuse } from '../../src/admin/reuse.js';

describe('an answer', () => {
  let now = 0;
  beforeEach(() => {
    now = 0;
    mock.method(performance, 'now', () => now);
  });
  afterEach(() => {
    mock.restoreAll();
  });

  it('is made anew each time while that takes little', () => {
    let made = 0;
    const answer = new Reuse(() => {
      now += 1;
      return (made += 1);
    });
    for (let n = 1; n <= 100; n += 1) {
      now += 20;
      assert.equal(answer.get(), n);
    }
  });

  it('takes a twentieth of the time however often it is asked for, and is never older than that needs', () => {
    let made = 0;
    const answer = new Reuse(() => {
      now += 12;
      made += 1;
      return now;
    });
    let oldest = 0;
    while (now < 60_000) {
      now += 1;
      oldest = Math.max(oldest, now - answer.get());
    }
    const share = (made * 12) / 60_000;
    assert.ok(share > 0.045 && share < 0.056, `${share}`);
    assert.ok(oldest <= 241, `${oldest}`);
  });

  it('that is a promise is made once at a time, and counts until it is there, or not', async () => {
    let made = 0;
    const settle: (() => void)[] = [];
    const answer = new Reuse(() => {
      made += 1;
      return new Promise<number>((resolve, reject) => {
        const isGood = made === 1;
        settle.push(() => {
          if (isGood) resolve(made);
          else reject(new Error('no'));
        });
      });
    });
    const [one, other] = [answer.get(), answer.get()];
    assert.equal(one, other);
    now += 150;
    settle[0]?.();
    assert.equal(await one, 1);
    const failing = answer.get();
    now += 150;
    settle[1]?.();
    await assert.rejects(failing);
    assert.equal(answer.get(), failing, 'the time is used up');
    now += 4000;
    assert.notEqual(answer.get(), failing);
  });
});

// Expensive answers are made within their share of a processor, and given again beyond it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Reuse } from '../../src/admin/reuse.js';
import { testClock } from '../support/clock.js';

describe('an answer', () => {
  const clock = testClock();

  it('is made anew each time while that takes little', () => {
    let made = 0;
    const answer = new Reuse(() => {
      clock.now += 1;
      return (made += 1);
    });
    for (let n = 1; n <= 100; n += 1) {
      clock.now += 20;
      assert.equal(answer.get(), n);
    }
  });

  it('takes a twentieth of the time however often it is asked for, and is never older than that needs', () => {
    let made = 0;
    const answer = new Reuse(() => {
      clock.now += 12;
      made += 1;
      return clock.now;
    });
    let oldest = 0;
    while (clock.now < 60_000) {
      clock.now += 1;
      oldest = Math.max(oldest, clock.now - answer.get());
    }
    const share = (made * 12) / 60_000;
    assert.ok(share > 0.045 && share < 0.056, `${share}`);
    assert.ok(oldest <= 241, `${oldest}`);
  });

  it('is never older than ten seconds, whatever it costs', () => {
    const answer = new Reuse(() => {
      const asOf = clock.now;
      clock.now += 3000;
      return asOf;
    });
    let oldest = 0;
    while (clock.now < 300_000) {
      clock.now += 25;
      oldest = Math.max(oldest, clock.now - answer.get());
    }
    assert.ok(oldest > 9000 && oldest <= 10_000, `${oldest}`);
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
    clock.now += 150;
    settle[0]?.();
    assert.equal(await one, 1);
    const failing = answer.get();
    clock.now += 150;
    settle[1]?.();
    await assert.rejects(failing);
    assert.equal(answer.get(), failing, 'the time is used up');
    clock.now += 4000;
    assert.notEqual(answer.get(), failing);
  });
});

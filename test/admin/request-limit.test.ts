// Buckets of tokens: a burst, then a steady rate, for each caller.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RequestLimit } from '../../src/admin/request-limit.js';

/** How many of so many requests at the same moment are allowed. */
function allowed(limit: RequestLimit, caller: string, now: number, requests = 100): number {
  return Array.from({ length: requests }, () => limit.allows(caller, now)).filter(Boolean).length;
}

describe('the request limit', () => {
  it('allows a burst, and then as many as time has passed', () => {
    const limit = new RequestLimit(5, 40);
    const counts = [0, 0, 100, 300, 1300].map((now) => allowed(limit, 'a', now));
    assert.deepEqual(counts, [40, 0, 0, 1, 5]);
  });

  it('never allows more than a burst at once, however long the rest', () => {
    const limit = new RequestLimit(5, 40);
    assert.equal(allowed(limit, 'a', 1_000_000), 40);
    assert.equal(allowed(limit, 'a', 9_000_000), 40);
  });

  it('is not used up by those who are refused, nor by others', () => {
    const limit = new RequestLimit(1, 1);
    assert.deepEqual([allowed(limit, 'a', 0), allowed(limit, 'b', 0)], [1, 1]);
    assert.equal(allowed(limit, 'a', 999), 0);
    assert.equal(allowed(limit, 'a', 1000), 1);
  });

  it('does not fill the memory with callers', () => {
    const limit = new RequestLimit(1, 1);
    for (let n = 0; n < 100_000; n += 1) limit.allows(String(n), 0);
    assert.ok((limit as unknown as { buckets: Map<string, unknown> }).buckets.size <= 1000);
  });
});

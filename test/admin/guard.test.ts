// How often each path of the admin server may be asked for.
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';
import { Guard } from '../../src/admin/guard.js';
import { testClock } from '../support/clock.js';

const CLIENT = '192.168.0.12';

describe('the guard of the admin server', () => {
  const clock = testClock();

  /** The status of a refusal, or the path asked for. */
  function ask(guard: Guard, url: string, client = CLIENT): string | number {
    const headers = { host: '192.168.0.10' };
    const request = { method: 'GET', url, headers, headersDistinct: { host: [headers.host] } };
    const answer = guard.pathOf(request as unknown as IncomingMessage, client);
    return typeof answer === 'string' ? answer : answer.status;
  }
  const askMany = (guard: Guard, url: string, count: number): Set<string | number> =>
    new Set(Array.from({ length: count }, () => ask(guard, url)));

  it('has more patience with files and readiness, and all with /healthz', () => {
    for (const [url, most] of [
      ['/status', 200],
      ['/status?/healthz', 200],
      ['/healthzz', 200],
      ['/metrics', 200],
      ['/page/page.js', 2000],
      ['/readyz', 4000],
      ['/readyz/gateway', 4000],
    ] as const) {
      const guard = new Guard();
      assert.ok(!askMany(guard, url, most - 1).has(429), url);
      assert.ok(askMany(guard, url, 3).has(429), url);
      assert.deepEqual(askMany(guard, '/healthz', 1000), new Set(['/healthz']));
      assert.equal(ask(guard, url, '192.168.0.13'), url.split('?')[0], 'another client');
    }
  });

  it('lets one address check 500 forwards twice a second, for a minute', () => {
    const guard = new Guard();
    for (let second = 0; second < 60; second += 1) {
      clock.now = second * 1000;
      assert.ok(!askMany(guard, '/readyz/gateway', 1000).has(429));
    }
  });
});

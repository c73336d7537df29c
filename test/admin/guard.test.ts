// How often each path of the admin server may be asked for.
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';
import { Guard } from '../../src/admin/guard.js';
import { testClock } from '../support/clock.js';

const CLIENT = '192.168.0.12';

describe('the guard of the admin server', () => {
  testClock();

  /** The status of a refusal, or the path asked for. */
  function ask(guard: Guard, url: string, client = CLIENT): string | number {
    const headers = { host: '192.168.0.10' };
    const request = { method: 'GET', url, headers, headersDistinct: { host: [headers.host] } };
    const answer = guard.pathOf(request as unknown as IncomingMessage, client);
    return typeof answer === 'string' ? answer : answer.status;
  }
  const askMany = (guard: Guard, url: string, count: number): Set<string | number> =>
    new Set(Array.from({ length: count }, () => ask(guard, url)));

  it('has more patience with files, and all with questions about health', () => {
    for (const [url, most] of [
      ['/status', 200],
      ['/status?', 200],
      ['/healthzz', 200],
      ['/metrics', 200],
      ['/page/page.js', 2000],
      ['/readyzz', 200],
    ] as const) {
      const guard = new Guard();
      assert.ok(!askMany(guard, url, most - 1).has(429), url);
      assert.ok(askMany(guard, url, 3).has(429), url);
      for (const health of ['/healthz', '/readyz', '/readyz/gateway'])
        assert.deepEqual(askMany(guard, health, 10_000), new Set([health]));
      assert.equal(ask(guard, url, '192.168.0.13'), url.split('?')[0], 'another client');
    }
  });

  it('takes no parameters, which would be passed over in silence', () => {
    const guard = new Guard();
    assert.deepEqual(
      ['/readyz?', '/readyz?forward=gateway', '/readyz/gateway?x', '/?'].map((url) => ask(guard, url)),
      ['/readyz', 400, 400, '/'],
    );
  });
});

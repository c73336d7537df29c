// How often each client may ask, whatever others do.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RateLimit } from '../../src/admin/rate.js';
import { testClock } from '../support/clock.js';

describe('the rate limit of the admin server', () => {
  const clock = testClock();

  /** How many of so many requests at once are answered. */
  const answered = (rate: RateLimit, client: string, count: number, cost = 1): number =>
    Array.from({ length: count }, () => rate.take(client, cost)).filter(Boolean).length;

  it('gives a client a burst, and then so many a second', () => {
    const rate = new RateLimit();
    assert.equal(answered(rate, '192.168.0.11', 1000), 200);
    clock.now += 100;
    assert.equal(answered(rate, '192.168.0.11', 1000), 5);
    clock.now += 3_600_000;
    assert.equal(answered(rate, '192.168.0.11', 1000), 200);
    assert.equal(answered(rate, '192.168.0.11', 1000, 0), 1000, 'what costs nothing is never refused');
  });

  it('has a bucket for loopback that no other client can empty', () => {
    for (const loopback of ['127.0.0.1', '127.9.9.9', '::1']) {
      const rate = new RateLimit();
      for (let n = 0; n < 20_000; n += 1) answered(rate, `fd00::${n.toString(16)}`, 10, 20);
      assert.equal(answered(rate, loopback, 1), 1);
    }
    const rate = new RateLimit();
    assert.equal(answered(rate, '127.0.0.1', 300) + answered(rate, '::1', 300), 200, 'one for all of it');
  });

  it('leaves a client its requests while another one floods from ever new addresses', () => {
    const rate = new RateLimit();
    const clients = Array.from({ length: 20 }, (_, n) => `192.168.0.${n + 2}`);
    let refused = 0;
    // Ten seconds at 5,000 requests a second, and each client looks once a second.
    for (let request = 0; request < 50_000; request += 1) {
      clock.now = request / 5;
      rate.take(`2003:c1:2:3::${request.toString(16)}`, 1);
      if (request % 5000 === 4999) refused += clients.filter((client) => !rate.take(client, 1)).length;
    }
    assert.equal(refused, 0);
  });

  it('limits a client as before when others have come and gone', () => {
    const rate = new RateLimit();
    assert.equal(answered(rate, '192.168.0.11', 200), 200);
    for (let n = 0; n < 10_000; n += 1) rate.take(`fd00::${n.toString(16)}`, 1);
    assert.equal(answered(rate, '192.168.0.11', 1), 0);
  });
});

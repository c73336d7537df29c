// The places of the admin server when there are more clients than places.
import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { ADMIN_CONNECTIONS, Visitors } from '../../src/admin/visitors.js';

/** Those of other machines. */
const PLACES = 32;

describe('the places of the admin server', () => {
  let visitors = new Visitors();
  let now = 0;
  beforeEach(() => {
    visitors = new Visitors();
    now = 0;
    mock.method(performance, 'now', () => now);
  });
  afterEach(() => {
    visitors.stop();
    mock.restoreAll();
  });

  function come(client: string): Socket | undefined {
    const socket = new Socket();
    return visitors.admit(socket, client) ? socket : undefined;
  }
  function ask(client: string): Socket {
    const socket = come(client) ?? assert.fail(client);
    visitors.asks(socket);
    return socket;
  }
  const address = (n: number): string => `fd00::${n.toString(16)}`;
  const gone = (sockets: readonly Socket[]): number[] =>
    sockets.flatMap(({ destroyed }, at) => (destroyed ? [at] : []));

  it('are given up by the idle connection of the client with the most', () => {
    const first = [come(address(1)), come(address(2))];
    const greedy = Array.from({ length: PLACES - 2 }, () => come(address(3)) ?? assert.fail());
    for (let n = 10; n < 20; n += 1) assert.ok(come(address(n)));
    assert.deepEqual(gone(greedy), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.ok(first.every((socket) => socket?.destroyed === false));
  });

  it('are not held by a client that reads none of its answers', () => {
    const greedy = Array.from({ length: PLACES }, () => ask(address(1)));
    assert.ok(come(address(2)), 'it has many');
    assert.deepEqual(gone(greedy), [0]);
    assert.equal(come(address(1)), undefined, 'itself it does not help');
  });

  it('are not held under many addresses either, once an answer should have been read', () => {
    const slow = Array.from({ length: PLACES }, (_, n) => ask(address(n)));
    now += 999;
    assert.equal(come(address(100)), undefined);
    now += 1;
    assert.ok(come(address(100)));
    assert.deepEqual(gone(slow), [0]);
  });

  it('are there for this machine whatever others do, and some for others whatever it does', () => {
    for (let n = 0; n < PLACES; n += 1) ask(address(n));
    const own = Array.from({ length: ADMIN_CONNECTIONS - PLACES }, () => ask('127.0.0.1'));
    assert.equal(come(address(100)), undefined);
    assert.deepEqual(gone(own), []);
    assert.ok(come('::1'), 'a program of this machine finds one that its own others hold');
  });

  it('are free again when a connection has ended', async () => {
    const [one = assert.fail()] = Array.from({ length: PLACES }, (_, n) => ask(address(n)));
    assert.equal(come(address(100)), undefined);
    one.destroy();
    await new Promise(setImmediate);
    assert.ok(come(address(100)));
  });
});

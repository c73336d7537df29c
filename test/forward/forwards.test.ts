// A forward with several addresses: all of them or none.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { Admission } from '../../src/forward/admission.js';
import { Forwarder } from '../../src/forward/forwarder.js';
import { ListenError } from '../../src/forward/listener.js';
import { listen } from '../support/sockets.js';

describe('a forward', () => {
  it('names every address it could not listen on, and listens on none', async () => {
    const other = createServer();
    const host = '127.0.0.1';
    const port = await listen(other);
    const servers = (): number =>
      process.getActiveResourcesInfo().filter((n) => n === 'TCPServerWrap').length;
    const before = servers();
    const times = { connectTimeout: 0, idleTimeout: 0, halfCloseTimeout: 0 };
    const addresses = [port, 0, port, 0].map((port) => ({ host, port }));
    const forwarder = new Forwarder(
      { name: 'test', target: { host, port }, listen: addresses, ...times },
      { admission: new Admission(Infinity), nextId: () => 1, unacknowledged: () => Promise.resolve(0) },
      { ended: () => undefined, acceptFailed: () => undefined },
    );
    const error: unknown = await forwarder.start().catch((reason: unknown) => reason);
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    const left = servers() - before;
    forwarder.stopListening();
    other.close();
    assert.equal(left, 0);
    assert.ok(error instanceof AggregateError);
    const failed = (error.errors as unknown[]).map((each) => {
      assert.ok(each instanceof ListenError);
      return [each.address, each.code];
    });
    assert.deepEqual(failed, [
      [addresses[0], 'EADDRINUSE'],
      [addresses[2], 'EADDRINUSE'],
    ]);
  });
});

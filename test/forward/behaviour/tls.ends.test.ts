// TLS to the target: close_notify is FIN, RST is RST, and an answer that was cut off does not look complete.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { it } from 'node:test';
import { describeOverWires } from '../../support/forward.js';
import { MiB, read, receive, send, sentSha256 } from '../../support/sockets.js';
import { withTls } from '../../support/tls-target.js';

for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const)
  describeOverWires(`ends with ${maxVersion}`, () => {
    const server = { maxVersion };

    it(
      'passes the FIN of the client on as close_notify, and still carries the answer',
      withTls({ server }, async ({ forward, pair }) => {
        const { client, target } = await pair();
        client.end('question');
        assert.equal(String(await read(target, 8)), 'question');
        await once(target.resume(), 'end');
        const received = receive(client);
        await send(target, 300_000);
        target.end();
        assert.deepEqual(await received, { length: 300_000, ending: 'FIN', sha256: sentSha256(300_000) });
        assert.equal((await forward.record()).outcome, 'client-closed');
      }),
    );

    it(
      'passes close_notify on as FIN, and still carries what the client sends',
      withTls({ server }, async ({ forward, pair }) => {
        const { client, target } = await pair();
        target.end('hello');
        assert.equal((await receive(client)).ending, 'FIN');
        const received = receive(target);
        await send(client, 300_000);
        client.end();
        assert.deepEqual(await received, { length: 300_000, ending: 'FIN', sha256: sentSha256(300_000) });
        assert.equal((await forward.record()).outcome, 'target-closed');
      }),
    );

    it(
      'passes the RST of the client on, after all bytes',
      withTls({ server }, async ({ forward, pair }) => {
        const { client, target } = await pair();
        client.write('half a ques');
        assert.equal(String(await read(target, 11)), 'half a ques');
        client.resetAndDestroy();
        await once(target, 'error');
        assert.equal((await forward.record()).outcome, 'client-reset');
      }),
    );

    it(
      'passes the RST of the target on, after all bytes',
      withTls({ server }, async ({ forward, target: { server: tlsServer }, pair }) => {
        const raw = once(tlsServer, 'connection') as Promise<[Socket]>;
        const { client, target } = await pair();
        target.write('half an ans');
        assert.equal(String(await read(client, 11)), 'half an ans');
        const received = receive(client);
        (await raw)[0].resetAndDestroy();
        assert.equal((await received).ending, 'RST');
        const { outcome, code, bytesToClient } = await forward.record();
        assert.deepEqual([outcome, code, bytesToClient], ['target-reset', 'ECONNRESET', 11]);
      }),
    );

    it(
      'tells the client by RST of a FIN without close_notify, after all bytes',
      withTls({ server }, async ({ forward, target: { server: tlsServer }, pair }) => {
        const raw = once(tlsServer, 'connection') as Promise<[Socket]>;
        const { client, target } = await pair();
        const received = receive(client);
        await new Promise((resolve) => target.write(Buffer.alloc(1000), resolve));
        (await raw)[0].destroy();
        const { length, ending } = await received;
        assert.deepEqual([length, ending], [1000, 'RST']);
        const { outcome, code, bytesToClient } = await forward.record();
        assert.deepEqual([outcome, code, bytesToClient], ['target-reset', 'TLS_NO_CLOSE_NOTIFY', 1000]);
      }),
    );

    it(
      'does not lose an answer that is not read before the connection to the target has closed',
      withTls({ server }, async ({ forward, pair }) => {
        const { client, target } = await pair();
        client.pause();
        client.end();
        await once(target.resume(), 'end');
        await send(target, 8 * MiB);
        target.end();
        await once(target, 'close');
        const { length, ending, sha256 } = await receive(client);
        assert.deepEqual([length, ending, sha256], [8 * MiB, 'FIN', sentSha256(8 * MiB)]);
        assert.equal((await forward.record()).outcome, 'client-closed');
      }),
    );

    it(
      'tells of an answer that was cut off also behind the FIN of the client',
      withTls({ server }, async ({ forward, target: { server: tlsServer }, pair }) => {
        const raw = once(tlsServer, 'connection') as Promise<[Socket]>;
        const { client, target } = await pair();
        client.end();
        await once(target.resume(), 'end');
        (await raw)[0].destroy();
        assert.equal((await receive(client)).ending, 'RST');
        assert.equal((await forward.record()).code, 'TLS_NO_CLOSE_NOTIFY');
      }),
    );

    it(
      'takes a close that comes both ways at once for a close',
      withTls({ server }, async ({ forward, pair }) => {
        const { client, target } = await pair();
        client.end();
        target.end();
        assert.equal((await receive(client)).ending, 'FIN');
        await forward.record();
      }),
    );
  });

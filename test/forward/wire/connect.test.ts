// Connecting with both kinds of wires: every failure is told once and later, and what was given up is not told at all.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import type { Wire } from '../../../src/forward/wire/wire.js';
import { CAREFUL, listen, refusedPort, turns } from '../../support/sockets.js';
import { CallLog, WIRES } from '../../support/wires.js';

const HOST = '127.0.0.1';

for (const [how, wires] of WIRES) {
  describe(`connecting ${how}`, () => {
    for (const [what, host, code] of [
      ['a port that refuses', HOST, /^ECONNREFUSED$/],
      ['an address that cannot be connected to', '255.255.255.255', /^(ENETUNREACH|EACCES|EINVAL)$/],
    ] as const) {
      it(`to ${what} fails once, and not within the call`, async () => {
        const port = await refusedPort();
        const codes: string[] = [];
        const failed = new Promise<void>((resolve) => {
          wires.connect(
            { host, port },
            {
              onConnect: () => assert.fail('connected'),
              onError: (each) => {
                codes.push(each);
                resolve();
              },
            },
          );
        });
        assert.deepEqual(codes, []);
        await failed;
        await turns(5);
        assert.equal(codes.length, 1);
        assert.match(codes.join(' '), code);
      });
    }

    for (const host of [HOST, '::1']) {
      it(`to ${host} gives a wire`, async () => {
        const server = createServer(CAREFUL, (socket) => socket.end('hello')).listen(0);
        await once(server, 'listening');
        const { port } = server.address() as { port: number };
        const wire = await new Promise<Wire>((onConnect, reject) => {
          wires.connect({ host, port }, { onConnect, onError: (code) => reject(new Error(code)) });
        });
        const log = new CallLog(wire);
        wire.read(log);
        wire.end();
        await log.until('close');
        server.close();
        assert.deepEqual([log.calls, log.received], [['piece', 'FIN', 'close'], 5]);
      });

      it(`to ${host} can be given up`, async () => {
        const server = createServer();
        const port = await listen(server);
        const failed = (): never => assert.fail('called back');
        wires.connect({ host, port }, { onConnect: failed, onError: failed })();
        await turns(20);
        server.close();
      });
    }
  });
}

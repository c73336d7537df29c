// How the sockets are set up, as the kernel and the two sides see it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Server, type Socket } from 'node:net';
import { describe, it, mock } from 'node:test';
import { Listener } from '../../../src/forward/listen/listener.js';
import { endsOf } from '../../../src/forward/wire/addresses.js';
import { unacknowledged } from '../../../src/machine/send-queue.js';
import { withForward } from '../../support/forward.js';
import { missing } from '../../support/requires.js';
import { startSilentTarget } from '../../support/silent-target.js';

/** The line of a connected socket in /proc/net/tcp, see proc(5). */
interface Row {
  /** Bytes that have come and are unread. */
  readonly unread: number;
  /** 2 for a keepalive timer (and for a delayed ACK). */
  readonly timer: number;
  /** When it fires, in seconds. */
  readonly inSeconds: number;
}

const TICKS_PER_SECOND = 100; // USER_HZ

/** The row of the socket at the other end of `socket`, which this machine has as well. */
function otherEnd({ localPort = 0, remotePort = 0 }: Socket): Row {
  const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');
  const ends = `\\S+:${hex(remotePort)} \\S+:${hex(localPort)}`;
  const row = new RegExp(`${ends} \\S+ \\S+:(\\S+) (\\S+):(\\S+)`).exec(
    readFileSync('/proc/net/tcp', 'latin1'),
  );
  const [unread = 0, timer = 0, when = 0] = row?.slice(1).map((text) => Number.parseInt(text, 16)) ?? [];
  return { unread, timer, inSeconds: when / TICKS_PER_SECOND };
}

describe('sockets', () => {
  it(
    'are both asked for a sign of life after a minute of silence',
    withForward({}, async (forward) => {
      const { client, target } = await forward.pair();
      for (const socket of [client, target]) {
        while (otherEnd(socket).timer !== 2) await new Promise(setImmediate);
        const { inSeconds } = otherEnd(socket);
        assert.ok(inSeconds > 50 && inSeconds <= 60, `after ${inSeconds} s`);
      }
    }),
  );

  it('of a client are not read before the target has accepted', async () => {
    const silent = await startSilentTarget();
    try {
      const target = { host: '127.0.0.1', port: silent.port };
      await withForward({ target, connectTimeout: 0 }, async (forward) => {
        const client = await forward.client();
        client.write('early');
        while (forward.admission.active === 0 || ((await unacknowledged(endsOf(client))) ?? 0) > 0)
          await new Promise(setImmediate);
        for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
        assert.equal(otherEnd(client).unread, 5);
      })();
    } finally {
      await silent.stop();
    }
  });
});

describe('a listener', () => {
  it(
    'lets the kernel hold as many connections as it will',
    { skip: missing('ss') },
    withForward({}, ({ port }) => {
      const [, , backlog] = execFileSync('ss', ['-Hltn', `sport = :${port}`], { encoding: 'utf8' }).split(
        /\s+/,
      );
      const most = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
      assert.equal(Number(backlog), Math.min(4096, most));
      return Promise.resolve();
    }),
  );

  it('reports an accept that failed, and goes on', async () => {
    const listening = mock.method(Server.prototype, 'listen');
    const codes: string[] = [];
    const listener = new Listener({ host: '127.0.0.1', port: 0 }, (code) => codes.push(code));
    await listener.start(() => undefined);
    listening.mock.restore();
    const server = listening.mock.calls[0]?.this as Server;
    server.emit('error', Object.assign(new Error('accept ENOBUFS'), { code: 'ENOBUFS' }));
    const { listening: goesOn } = server;
    listener.stop();
    assert.deepEqual([codes, goesOn], [['ENOBUFS'], true]);
  });
});

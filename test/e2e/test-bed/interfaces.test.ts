// Listening on an interface by its name: a late interface, several addresses, and changes of them.
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { launchProgram, startProgram, type LogLine } from '../../support/program.js';
import { missing, notRoot } from '../../support/requires.js';
import { receive, send, sentSha256 } from '../../support/sockets.js';
import { GREETED } from '../../support/bed.js';
import { GATEWAY, LIMIT, PI, TestBed } from '../../support/test-bed.js';

const NEW_LEASE = '192.168.0.20';
/** The link-local address of the Pi's wlan0, with the zone of the laptop and of Home Assistant. */
const LINK_LOCAL = { host: 'fe80::10%eth0', port: 8080 };
/** The delay of wlan0, long enough for the program to poll for it several times. */
const LATE_MS = 3000;
const PIECE = 256 * 1024;

describe('--listen wlan0:8080', { skip: notRoot() || missing('ip') }, () => {
  let bed: TestBed;

  beforeEach(async () => {
    bed = new TestBed();
    await bed.up();
  });

  afterEach(() => bed.down());

  it('waits for a missing interface, reports it once, and serves when it appears', LIMIT, async (t) => {
    await bed.greeter();
    await bed.change('remove-wlan0');
    const program = await launchProgram([], { wrapper: bed.inside('pi'), listen: ['wlan0:8080'] });
    const isWaiting = (line: LogLine): boolean => line.event === 'waiting' && line.interface === 'wlan0';
    await program.line(isWaiting);
    await pause(LATE_MS);
    const from = performance.now();
    await bed.change('add-wlan0');
    await program.line(({ event, listen }) => event === 'listening' && String(listen).includes(PI.host));
    await bed.visitUntil(GREETED, 'laptop', PI);
    t.diagnostic(`served ${Math.round(performance.now() - from)} ms after wlan0 began to appear`);
    assert.equal(program.lines.filter(isWaiting).length, 1);
  });

  it('listens on every address of the interface, and on no other', LIMIT, async () => {
    await bed.greeter();
    await startProgram([], { wrapper: bed.inside('pi'), listen: ['wlan0:8080'] });
    for (const place of [PI, LINK_LOCAL]) assert.equal(await bed.visit('laptop', place), GREETED, place.host);
    for (const host of ['127.0.0.1', '10.11.120.1', '::1', 'fe80::1%eth0'])
      assert.equal(await bed.visit('pi', { host, port: 8080 }), 'ECONNREFUSED', host);
  });

  it('serves every address again when the interface has gone and come back', LIMIT, async (t) => {
    await bed.greeter();
    await startProgram([], { wrapper: bed.inside('pi'), listen: ['wlan0:8080'] });
    assert.equal(await bed.visit('laptop', PI), GREETED);
    await bed.change('remove-wlan0');
    await bed.change('add-wlan0');
    const from = performance.now();
    for (const place of [PI, LINK_LOCAL]) await bed.visitUntil(GREETED, 'laptop', place);
    t.diagnostic(`served ${Math.round(performance.now() - from)} ms after wlan0 was back`);
  });

  it(
    'follows the interface to a new address, while a transfer over another of its addresses goes on',
    LIMIT,
    async (t) => {
      const gateway = await bed.listen('gateway', GATEWAY);
      await startProgram([], { wrapper: bed.inside('pi'), listen: ['wlan0:8080'] });
      const [client, far] = await Promise.all([bed.connect('laptop', LINK_LOCAL), gateway.accepted()]);
      gateway.on('connection', (socket) => socket.end('hello'));
      const received = receive(client);
      const change = new AbortController();
      const sending = sendUntil(change.signal, far);
      try {
        const from = performance.now();
        await bed.change('lease', NEW_LEASE);
        await bed.visitUntil(GREETED, 'homeassistant', { host: NEW_LEASE, port: 8080 });
        t.diagnostic(`served ${Math.round(performance.now() - from)} ms after the address began to change`);
      } finally {
        change.abort();
      }
      const length = await sending;
      far.end();
      assert.deepEqual(await received, { length, ending: 'FIN', sha256: sentSha256(length) });
    },
  );
});

/** Sends pieces with a rest after each until the signal comes; resolves with the bytes sent. */
async function sendUntil(signal: AbortSignal, socket: Socket): Promise<number> {
  let sent = 0;
  for (; !signal.aborted; sent += PIECE) {
    await send(socket, PIECE, sent);
    await pause(5);
  }
  return sent;
}

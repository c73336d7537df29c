// PROXY headers on their way through a forward: which are trusted, what they change, what is passed on.
import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { it } from 'node:test';
import type { AddressRange } from '../../../src/config/config.js';
import {
  describeOverWires,
  fate,
  queuedIn,
  withForward,
  type TestForwardOptions,
} from '../../support/forward.js';
import { closed, read, receive } from '../../support/sockets.js';
import { V1, v2 } from '../../proxy-protocol/support.js';

const PROXY = '127.0.0.5';
const network = (address: string, prefix = 32): AddressRange => ({ kind: 'network', address, prefix });
/** Only announced clients may connect, and only 127.0.0.5 is believed. */
const BEHIND: TestForwardOptions = {
  acceptProxy: [network(PROXY)],
  allow: [network('192.168.0.0', 16), network('127.0.0.1')],
};
const fromProxy = (write: (socket: Socket) => void) => [write, PROXY] as const;

describeOverWires('a peer that is believed', () => {
  for (const [version, header, client] of [
    ['version 1', V1, '192.168.0.1:56324'],
    ['version 2', v2({}), '192.168.0.5:4660'],
  ] as const) {
    it(
      `announces its client, and the target gets what is behind the header (${version})`,
      withForward(BEHIND, async (forward) => {
        const accepted = forward.accepted();
        const socket = await forward.client(
          ...fromProxy((each) => each.write(Buffer.concat([Buffer.from(header), Buffer.from(V1)]))),
        );
        const target = await accepted;
        socket.end('more');
        const { length, ending } = await receive(target);
        assert.deepEqual([length, ending], [V1.length + 4, 'FIN']);
        target.end('answer');
        assert.equal((await receive(socket)).length, 6);
        const record = await forward.record();
        assert.deepEqual([record.client, record.outcome], [client, 'client-closed']);
        assert.match(record.peer ?? '', /^127\.0\.0\.5:\d+$/);
        assert.match(record.local, /^127\.0\.0\.1:\d+$/);
        assert.deepEqual([record.bytesToTarget, record.bytesToClient], [V1.length + 4, 6]);
      }),
    );
  }

  for (const [what, header] of [
    ['LOCAL', v2({ versionAndCommand: '20', family: '00', block: '' })],
    ['UNKNOWN', 'PROXY UNKNOWN\r\n'],
    ['a family that is not TCP over IP', v2({ family: '31', block: '00'.repeat(216) })],
  ] as const) {
    it(
      `keeps its own name with ${what}, and may connect because it is believed`,
      withForward(BEHIND, async (forward) => {
        const accepted = forward.accepted();
        await forward.client(...fromProxy((each) => each.write(header)));
        (await accepted).resetAndDestroy();
        const { client, peer } = await forward.record();
        assert.match(client, /^127\.0\.0\.5:\d+$/);
        assert.equal(peer, undefined);
      }),
    );
  }

  const REFUSED: readonly (readonly [string, string, string | Buffer])[] = [
    ['proxy-header-missing', 'something else', 'GET / HTTP/1.1\r\n\r\n'],
    ['proxy-header-missing', 'a TLS ClientHello', '\x16\x03\x01'],
    ['proxy-header-invalid', 'a malformed line', 'PROXY TCP4 1.2.3.4\r\n'],
    ['proxy-header-invalid', 'a line that is too long', `PROXY UNKNOWN ${'x'.repeat(100)}\r\n`],
    ['proxy-header-invalid', 'an unassigned command', v2({ versionAndCommand: '22' })],
    ['proxy-header-invalid', 'a length without room for its addresses', v2({ length: 11 })],
    ['proxy-header-invalid', 'a length nobody waits for', v2({ length: 65_535 })],
    ['denied', 'a client that may not connect', 'PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n'],
  ];
  for (const [outcome, what, bytes] of REFUSED) {
    it(
      `is reset for ${what}: ${outcome}`,
      withForward(BEHIND, async (forward) => {
        assert.equal((await fate(forward, bytes, PROXY)).ending, 'RST');
        const record = await forward.record();
        assert.deepEqual(
          [record.outcome, record.connectMs, forward.admission.active],
          [outcome, undefined, 0],
        );
      }),
    );
  }

  it(
    'is reset when it only begins a header and then closes',
    withForward(BEHIND, async (forward) => {
      await forward.client(...fromProxy((each) => each.end('PROXY TCP4')));
      assert.equal((await forward.record()).outcome, 'proxy-header-invalid');
    }),
  );

  it(
    'is reset when it takes too long, however many bytes it sends meanwhile',
    withForward({ ...BEHIND, proxyHeaderTimeout: 50 }, async (forward) => {
      const socket = await forward.client(...fromProxy((each) => each.write('PROXY UNKNOWN ')));
      const trickle = setInterval(() => socket.write('x'), 5);
      await closed(socket);
      clearInterval(trickle);
      assert.equal((await forward.record()).outcome, 'proxy-header-timeout');
    }),
  );

  it(
    'may connect and close without a word, as load balancers do to see whether we are there',
    withForward(BEHIND, async (forward) => {
      const socket = await forward.client(...fromProxy((each) => each.end()));
      await closed(socket);
      const { outcome, bytesToTarget } = await forward.record();
      assert.deepEqual([outcome, bytesToTarget], ['client-closed', 0]);
    }),
  );

  it(
    'brings clients that are limited each for itself',
    withForward({ ...BEHIND, limits: { perClient: 1 } }, async (forward) => {
      const header = (last: number) => `PROXY TCP4 192.168.0.${last} 10.0.0.1 1 2\r\n`;
      for (const last of [1, 2]) {
        const accepted = forward.accepted();
        await forward.client(...fromProxy((each) => each.write(header(last))));
        await accepted;
      }
      assert.equal((await fate(forward, header(1), PROXY)).ending, 'RST');
      const { outcome, code, client } = await forward.record();
      assert.deepEqual(
        [outcome, code, client],
        ['over-limit', 'max-connections-per-client', '192.168.0.1:1'],
      );
    }),
  );

  it(
    'that is denied is not listened to',
    withForward({ ...BEHIND, deny: [network(PROXY)] }, async (forward) => {
      assert.equal((await fate(forward, V1, PROXY)).ending, 'RST');
      assert.equal((await forward.record()).outcome, 'denied');
    }),
  );
});

describeOverWires('a peer that is not believed', () => {
  for (const header of [Buffer.from(V1), v2({})]) {
    it(
      `may send a header like any other bytes (${header.length} of them)`,
      withForward(BEHIND, async (forward) => {
        const { client, target } = await forward.pair();
        client.write(header);
        assert.deepEqual(await read(target, header.length), header);
        client.resetAndDestroy();
        const record = await forward.record();
        assert.deepEqual([record.peer, record.bytesToTarget], [undefined, header.length]);
        assert.match(record.client, /^127\.0\.0\.1:/);
      }),
    );
  }
});

describeOverWires('a target that gets PROXY headers', () => {
  it(
    'gets the header first, in version 1, and its bytes are not counted',
    withForward({ sendProxy: 'v1' }, async (forward) => {
      const { client, target } = await forward.pair();
      const line = `PROXY TCP4 127.0.0.1 127.0.0.1 ${client.localPort} ${forward.port}\r\n`;
      client.end('hello');
      assert.equal((await read(target, line.length + 5)).toString(), `${line}hello`);
      target.end();
      assert.equal((await forward.record()).bytesToTarget, 5);
    }),
  );

  it(
    'gets what a believed peer has announced, in the other version',
    withForward({ ...BEHIND, sendProxy: 'v2' }, async (forward) => {
      const accepted = forward.accepted();
      await forward.client(
        ...fromProxy((each) => each.write('PROXY TCP4 192.168.0.5 10.11.120.2 4660 443\r\n')),
      );
      assert.deepEqual(await read(await accepted, 28), v2({}));
    }),
  );

  it(
    'gets the header also from a client that says nothing',
    withForward({ sendProxy: 'v2' }, async (forward) => {
      const { target } = await forward.pair();
      assert.equal((await read(target, 28)).subarray(0, 12).toString('latin1'), '\r\n\r\n\0\r\nQUIT\n');
    }),
  );
});

describeOverWires('a peer that is believed and waits', () => {
  it(
    'is noticed when it leaves, if its client has sent nothing',
    withForward({ ...BEHIND, maxTargetConnections: 1, maxQueue: 9 }, async (forward) => {
      await forward.client(...fromProxy((each) => each.end(V1)));
      assert.equal((await forward.record()).outcome, 'client-closed');
    }),
  );

  it(
    'keeps what its client has sent, and the FIN behind it',
    withForward({ ...BEHIND, maxTargetConnections: 1, maxQueue: 9 }, async (forward) => {
      const [first] = await Promise.all([forward.client((each) => each.write('x')), forward.accepted()]);
      const socket = await forward.client(...fromProxy((each) => each.end(`${V1}hello`)));
      while (queuedIn(forward) === 0) await new Promise(setImmediate);
      const accepted = forward.accepted();
      first.resetAndDestroy();
      const target = await accepted;
      assert.deepEqual((await receive(target)).length, 5);
      target.end('answer');
      assert.equal((await receive(socket)).length, 6);
    }),
  );
});

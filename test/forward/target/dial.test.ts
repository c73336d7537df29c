// Connections to a target that cannot be reached: the client gets an RST at once, and the record says why.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { dial } from '../../../src/forward/target/dial.js';
import { dialOutcome, socketOutcome } from '../../../src/forward/outcome.js';
import { fate, withForward } from '../../support/forward.js';
import { receive, refusedPort } from '../../support/sockets.js';
import { startSilentTarget } from '../../support/silent-target.js';
import { nameDialler, WIRES } from '../../support/wires.js';

const HOST = '127.0.0.1';

describe('a target that cannot be reached', () => {
  it('refuses: RST, target-refused', async () => {
    const target = { host: HOST, port: await refusedPort() };
    await withForward({ target }, async (forward) => {
      assert.equal((await fate(forward, 'hello')).ending, 'RST');
      const record = await forward.record();
      assert.equal(record.outcome, 'target-refused');
      assert.equal(record.code, 'ECONNREFUSED');
      assert.equal(record.connectMs, undefined);
      assert.equal(record.bytesToTarget, 0);
    })();
  });

  it('is silent: waited for as long as the kernel does without a connect timeout', async () => {
    const silent = await startSilentTarget();
    try {
      await withForward({ target: { host: HOST, port: silent.port }, connectTimeout: 0 }, async (forward) => {
        const timers = (): number =>
          process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
        // That of the first look at the target.
        const others = timers();
        await forward.client();
        while (forward.admission.active === 0) await new Promise(setImmediate);
        // The one that looks at new connections.
        assert.deepEqual([timers(), forward.records], [others + 1, []]);
      })();
    } finally {
      await silent.stop();
    }
  });

  it('is silent: RST within the connect timeout, target-timeout', async () => {
    const silent = await startSilentTarget();
    try {
      await withForward(
        { target: { host: HOST, port: silent.port }, connectTimeout: 200 },
        async (forward) => {
          const client = await forward.client((socket) => socket.write('hello'));
          assert.equal((await receive(client)).ending, 'RST');
          const record = await forward.record();
          assert.equal(record.outcome, 'target-timeout');
          assert.ok(record.durationMs >= 200);
        },
      )();
    } finally {
      await silent.stop();
    }
  });

  it('is behind an interface that does not exist: RST, target-unreachable', async () => {
    await withForward({ target: { host: 'fe80::1%nosuch0', port: 443 } }, async (forward) => {
      assert.equal((await fate(forward, '')).ending, 'RST');
      assert.equal((await forward.record()).outcome, 'target-unreachable');
    })();
  });

  it('has a name that cannot be looked up: RST, target-unreachable', async () => {
    await withForward({ target: { host: 'no-such-host.invalid', port: 443 } }, async (forward) => {
      assert.equal((await fate(forward, '')).ending, 'RST');
      assert.equal((await forward.record()).outcome, 'target-unreachable');
    })();
  });

  it('is looked up by name at each connection and reached', async () => {
    await withForward({}, async (other) => {
      const probe = other.accepted();
      await withForward({ target: { host: 'localhost', port: other.port } }, async (forward) => {
        (await probe).destroy();
        const accepted = other.accepted();
        const client = await forward.client();
        (await accepted).end('by name');
        assert.equal((await receive(client)).length, 7);
      })();
    })();
  });

  it('is given up when the process stops while it is being dialled', async () => {
    const silent = await startSilentTarget();
    try {
      await withForward({ target: { host: HOST, port: silent.port }, connectTimeout: 0 }, async (forward) => {
        const client = await forward.client();
        const received = receive(client);
        while (forward.admission.active === 0) await new Promise(setImmediate);
        forward.forwards.cutAll();
        assert.equal((await received).ending, 'RST');
        assert.equal((await forward.record()).outcome, 'shutdown');
        await forward.forwards.drained();
        // Ends the first look at the target, too.
        forward.forwards.stopListening();
        for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
        const port = silent.port.toString(16).toUpperCase().padStart(4, '0');
        const synSent = new RegExp(`:${port} 02 `); // rem_address and st in proc(5), /proc/net/tcp
        assert.doesNotMatch(readFileSync('/proc/net/tcp', 'latin1'), synSent);
      })();
    } finally {
      await silent.stop();
    }
  });
});

describe('dial', () => {
  for (const [how, wires] of WIRES)
    it(`does not call back once cancelled, over ${how}`, async () => {
      const port = await refusedPort();
      const cancel = dial({ host: HOST, port }, 1000, nameDialler(wires), () => {
        assert.fail('called back');
      });
      cancel();
      await new Promise(setImmediate);
      assert.deepEqual(
        process.getActiveResourcesInfo().filter((name) => name === 'Timeout'),
        [],
      );
    });
});

describe('outcomes', () => {
  const LOCAL = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL', 'EPERM', 'EACCES', 'EWHATEVER'];
  for (const code of LOCAL) {
    it(`${code} while dialling is our own trouble, not the target's`, () => {
      assert.equal(dialOutcome(code), 'internal-error');
    });
  }

  it('a silent or unreachable address is told from one that refuses', () => {
    assert.equal(dialOutcome('ECONNREFUSED'), 'target-refused');
    assert.equal(dialOutcome('ETIMEDOUT'), 'target-timeout');
    assert.equal(dialOutcome('ECONNRESET'), 'target-reset');
    for (const code of [
      'EHOSTUNREACH',
      'EHOSTDOWN',
      'ENETUNREACH',
      'ENETDOWN',
      'EAI_AGAIN',
      'EAI_FAIL',
      'ENOTFOUND',
      'ENODEV',
      'ENXIO',
    ])
      assert.equal(dialOutcome(code), 'target-unreachable', code);
  });

  it('a lost link is the target being unreachable on its side, and a lost client on the other', () => {
    assert.equal(socketOutcome('target', 'EHOSTUNREACH'), 'target-unreachable');
    assert.equal(socketOutcome('client', 'EHOSTUNREACH'), 'client-reset');
    assert.equal(socketOutcome('target', 'ETIMEDOUT'), 'target-reset');
    assert.equal(socketOutcome('client', 'EPIPE'), 'client-reset');
    assert.equal(socketOutcome('client', 'EWHATEVER'), 'internal-error');
  });
});

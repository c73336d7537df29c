// Several addresses of one name: tried side by side, the first one that accepts wins, and the others are given up.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { dial, type DialResult } from '../../../src/forward/target/dial.js';
import { race } from '../../../src/forward/target/race.js';
import type { Dialler } from '../../../src/forward/wire/wire.js';
import { startSilentTarget, type SilentTarget } from '../../support/silent-target.js';
import { refusedPort, turns } from '../../support/sockets.js';
import { nameDialler, WIRES } from '../../support/wires.js';

/** The addresses towards which a SYN is unanswered: SYN_SENT in proc(5), /proc/net/tcp. */
function unanswered(port: number): number {
  const remote = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = readFileSync('/proc/net/tcp', 'latin1');
  return Array.from(rows.matchAll(new RegExp(`:${remote} 02 `, 'g'))).length;
}

for (const [how, wires] of WIRES)
  describe(`the addresses of one name, over ${how}`, { timeout: 60_000 }, () => {
    const SILENT = '127.0.0.1';
    const ACCEPTING = '127.0.0.2';
    const REFUSING = ['127.0.0.3', '127.0.0.4'];
    let silent: SilentTarget;
    let server: Server;
    const sockets: Socket[] = [];
    const tried: string[] = [];
    const noting: Dialler = {
      connect: (address, events) => {
        tried.push(address.host);
        return wires.connect(address, events);
      },
    };

    beforeEach(async () => {
      silent = await startSilentTarget();
      server = createServer((socket) => sockets.push(socket));
      await once(server.listen(silent.port, ACCEPTING), 'listening');
      mock.timers.enable({ apis: ['setTimeout'] });
      tried.length = 0;
    });
    afterEach(async () => {
      mock.timers.reset();
      server.close();
      for (const socket of sockets.splice(0)) socket.destroy();
      await silent.stop();
    });

    /** Dials a name with these addresses, without a mistake of ours in between. */
    async function dialled(addresses: readonly string[], timeout = 5000) {
      const results: DialResult[] = [];
      const dialler = nameDialler(noting, () => Promise.resolve(addresses));
      const cancel = dial({ host: 'gateway.test', port: silent.port }, timeout, dialler, (result) => {
        results.push(result);
      });
      await turns(2);
      return { results, cancel };
    }

    async function until(isSo: () => boolean): Promise<void> {
      while (!isSo()) await turns(1);
    }

    it('are tried one after the other, every 250 ms; the first that accepts wins, and the others end', async () => {
      const { results } = await dialled([SILENT, ACCEPTING]);
      mock.timers.tick(249);
      await turns(20);
      assert.deepEqual([tried, unanswered(silent.port)], [[SILENT], 1]);
      mock.timers.tick(1);
      await until(() => results.length > 0);
      const [result] = results;
      assert.ok(result?.ok);
      await turns(20);
      assert.deepEqual([tried, unanswered(silent.port), sockets.length], [[SILENT, ACCEPTING], 0, 1]);
      mock.timers.tick(5000);
      await turns(20);
      assert.equal(results.length, 1);
      result.wire.reset();
    });

    it('have one session only, when the first one accepts within 250 ms', async () => {
      const { results } = await dialled([ACCEPTING, SILENT, ...REFUSING]);
      await until(() => results.length > 0);
      mock.timers.tick(5000);
      await turns(20);
      assert.deepEqual([tried, sockets.length], [[ACCEPTING], 1]);
      const [result] = results;
      if (result?.ok) result.wire.reset();
    });

    it('are tried at once after one that refuses', async () => {
      const { results } = await dialled([...REFUSING, ACCEPTING]);
      await until(() => results.length > 0);
      assert.deepEqual([results[0]?.ok, tried], [true, [...REFUSING, ACCEPTING]]);
      const [result] = results;
      if (result?.ok) result.wire.reset();
    });

    it('have the whole connect timeout, not 250 ms each', async () => {
      const { results } = await dialled([SILENT, SILENT], 5000);
      for (let ms = 0; ms < 4999; ms += 1) mock.timers.tick(1);
      await turns(20);
      assert.deepEqual([results, unanswered(silent.port)], [[], 2]);
      mock.timers.tick(1);
      await turns(20);
      assert.deepEqual(results, [{ ok: false, outcome: 'target-timeout', code: 'ETIMEDOUT' }]);
      assert.equal(unanswered(silent.port), 0);
    });

    it('fail together, with the most telling reason: an answer before no way', async () => {
      const { results } = await dialled(['fe80::1%nosuch0', '127.0.0.3', 'fe80::2%nosuch0']);
      await until(() => results.length > 0);
      assert.deepEqual(results, [{ ok: false, outcome: 'target-refused', code: 'ECONNREFUSED' }]);
    });

    it('are all given up, also those that are still waiting', async () => {
      const { results, cancel } = await dialled([SILENT, SILENT, ACCEPTING]);
      mock.timers.tick(250);
      await turns(20);
      assert.equal(unanswered(silent.port), 2);
      cancel();
      mock.timers.tick(5000);
      await turns(20);
      assert.deepEqual([results, unanswered(silent.port), tried.length], [[], 0, 2]);
    });

    it('take turns by family, beginning with the first', async () => {
      const port = await refusedPort();
      await new Promise<void>((resolve) => {
        const addresses = ['::1', '::1', '::1', '127.0.0.1', '127.0.0.2'];
        race(addresses, port, noting, {
          onConnect: () => assert.fail('connected'),
          onError: () => resolve(),
        });
      });
      assert.deepEqual(tried, ['::1', '127.0.0.1', '::1', '127.0.0.2', '::1']);
    });

    it('are not known in time: the name is to blame, not the target', async () => {
      const results: DialResult[] = [];
      const dialler = nameDialler(noting, () => new Promise(() => undefined));
      dial({ host: 'gateway.test', port: silent.port }, 1000, dialler, (result) => results.push(result));
      mock.timers.tick(1000);
      await turns(2);
      assert.deepEqual(results, [{ ok: false, outcome: 'target-unreachable', code: 'EAI_AGAIN' }]);
      const giveUp = dial({ host: 'gateway.test', port: silent.port }, 0, dialler, () =>
        assert.fail('called back'),
      );
      assert.equal(giveUp().code, 'EAI_AGAIN');
    });
  });

// Targets with names: a name server that is silent, failing or late holds up nothing else.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { NameServer } from '../support/name-server.js';
import { freePort, withProgram, type Program } from '../support/program.js';
import { missing, notRoot } from '../support/requires.js';
import { CAREFUL, listen, receive } from '../support/sockets.js';

const HOST = '127.0.0.1';
const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
const file = path.join(directory, 'config.yaml');
const ARGS = ['--config', file];

interface NamedForward {
  readonly name: string;
  readonly port: number;
  readonly target: string;
  readonly whenTargetDown?: 'refuse';
}

/** Connects a client; how many bytes it gets, and how the connection ends. */
async function answer(port: number): Promise<string> {
  const socket = connect({ port, host: HOST, ...CAREFUL });
  const [{ length, ending }] = [await receive(socket)];
  socket.destroy();
  return `${length} bytes, ${ending}`;
}

/** Shorter than glibc waits for a silent name server. */
const BEFORE_GLIBC = { timeout: 9000 };
const skip = notRoot() || missing('unshare', 'perl');

describe('a target with a name', { skip, timeout: 120_000 }, () => {
  let names: NameServer;
  let gateway: Server;
  let gatewayPort: number;
  let house: NamedForward;
  let pump: NamedForward;

  before(async () => {
    gateway = createServer((socket) => socket.on('error', () => undefined).end('hello'));
    gatewayPort = await listen(gateway);
  });
  beforeEach(async () => {
    names = await NameServer.start();
    house = { name: 'house', port: await freePort(), target: HOST };
    pump = { name: 'pump', port: await freePort(), target: 'pump.test' };
    write(house, pump);
  });
  afterEach(() => names.stop());
  after(() => {
    gateway.close();
    rmSync(directory, { recursive: true });
  });

  function write(...forwards: readonly NamedForward[]): void {
    const lines = forwards.map(
      ({ name, port, target, whenTargetDown = 'reset' }) =>
        `- {name: ${name}, listen: '${HOST}:${port}', target: '${target}:${gatewayPort}', when-target-down: ${whenTargetDown}}`,
    );
    writeFileSync(file, ['forwards:', ...lines].join('\n'));
  }

  const run = (body: (program: Program) => Promise<void>): Promise<void> =>
    withProgram(ARGS, body, { listen: [], wrapper: names.wrapper });

  it(
    'whose name server is silent stops neither other forwards nor a reload nor the stop',
    BEFORE_GLIBC,
    async () => {
      names.names.set('pump.test', 'silent');
      await run(async (program) => {
        const refused = answer(pump.port);
        assert.equal(await answer(house.port), '5 bytes, FIN');
        const fresh = { name: 'fresh', port: await freePort(), target: 'by-file.test' };
        names.names.set('late.test', 'silent');
        write(house, pump, fresh, { name: 'late', port: await freePort(), target: 'late.test' });
        program.signal('SIGHUP');
        await program.line(({ event }) => event === 'reloaded');
        assert.equal(await answer(fresh.port), '5 bytes, FIN');
        assert.equal(await refused, '0 bytes, RST');
        const { outcome, hint } = await program.line(
          ({ forward, event }) => event === 'connection' && forward === 'pump',
        );
        assert.equal(outcome, 'target-unreachable');
        assert.match(String(hint), /no name server answered/);
        assert.equal(await program.stop(), 0);
      });
    },
  );

  for (const [what, trouble, hint] of [
    ['has no answer yet', 'failing', /no name server answered/],
    ['does not exist yet', undefined, /does it exist/],
  ] as const)
    it(`that ${what} is down, and is found later`, async () => {
      if (trouble !== undefined) names.names.set('pump.test', trouble);
      await run(async (program) => {
        assert.equal(await answer(pump.port), '0 bytes, RST');
        assert.match(String((await program.connection()).hint), hint);
        names.names.set('pump.test', [HOST]);
        while ((await answer(pump.port)) !== '5 bytes, FIN') continue;
        assert.equal(await answer(house.port), '5 bytes, FIN');
      });
    });

  it('is reported as down for its name, with closed ports, until the name is there', async () => {
    names.names.set('pump.test', 'failing');
    write(house, { ...pump, whenTargetDown: 'refuse' });
    await run(async (program) => {
      await answer(pump.port);
      const { code, message } = await program.line(({ event }) => event === 'target-down');
      assert.equal(code, 'EAI_AGAIN');
      assert.match(String(message), /no name server answers for its name/);
      names.names.set('pump.test', [HOST]);
      await program.line(({ event }) => event === 'target-up');
      assert.equal(await answer(pump.port), '5 bytes, FIN');
    });
  });

  it('is reached by its second address when the first refuses', async () => {
    names.names.set('pump.test', ['127.0.0.2', HOST]);
    await run(async (program) => {
      assert.equal(await answer(pump.port), '5 bytes, FIN');
      assert.equal((await program.connection()).outcome, 'target-closed');
    });
  });

  it('is not looked up at a reload that does not change it', async () => {
    names.names.set('pump.test', 'failing');
    await run(async (program) => {
      await answer(pump.port);
      names.names.set('other.test', [HOST]);
      const questions = names.asked.length;
      const other = { name: 'other', port: await freePort(), target: 'other.test' };
      write(house, pump, other);
      program.signal('SIGHUP');
      await program.line(({ event }) => event === 'reloaded');
      assert.equal(await answer(other.port), '5 bytes, FIN');
      assert.deepEqual(new Set(names.asked.slice(questions)), new Set(['other.test']));
    });
  });
});

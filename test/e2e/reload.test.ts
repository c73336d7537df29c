// SIGHUP reloads the configuration without an effect on live connections.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { freePort, withProgram, type Program } from '../support/program.js';
import { everyPort, WITHOUT_RIGHTS } from '../support/rights.js';
import {
  accepts,
  CAREFUL,
  closed,
  listen,
  MiB,
  read,
  receive,
  send,
  sentSha256,
} from '../support/sockets.js';

const host = '127.0.0.1';
const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
const file = path.join(directory, 'config.yaml');
let server: Server;
let target: string;
let port: number;

before(async () => {
  server = createServer(CAREFUL, (socket) => socket.on('error', () => undefined));
  target = `${host}:${await listen(server)}`;
});
after(() => {
  server.close();
  rmSync(directory, { recursive: true });
});
beforeEach(async () => {
  port = await freePort();
});
afterEach(() => {
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => socket.on('error', () => undefined));
});

function write(...lines: readonly string[]): void {
  writeFileSync(file, lines.join('\n'));
}

async function reloaded(program: Program, event = 'reloaded', nth = 1): Promise<void> {
  program.signal('SIGHUP');
  await program.line((line) => line.event === event, nth);
}

function open(to: number): Socket {
  return connect({ port: to, host, ...CAREFUL }).on('error', () => undefined);
}

async function pair(to: number): Promise<{ client: Socket; far: Socket }> {
  const client = open(to);
  const [far] = (await once(server, 'connection')) as [Socket];
  return { client, far };
}

const OPTIONS = { listen: [] };
const ARGS = ['--config', file];

describe('a reload', () => {
  it('adds and removes forwards, and keeps all their connections', async () => {
    const [going, coming] = [await freePort(), await freePort()];
    const staying = ['forwards:', `- {name: stays, listen: ${host}:${port}, target: ${target}}`];
    write(...staying, `- {name: goes, listen: ${host}:${going}, target: ${target}}`);
    await withProgram(
      ARGS,
      async (program) => {
        const [first, second] = [await pair(port), await pair(going)];
        write(...staying, `- {name: comes, listen: ${host}:${coming}, target: ${target}}`);
        await reloaded(program);
        assert.deepEqual(
          [await accepts(going), await accepts(coming), await accepts(port)],
          [false, true, true],
        );
        for (const { client, far } of [first, second]) {
          client.write('ping');
          assert.equal((await read(far, 4)).toString(), 'ping');
        }
        const told = program.lines.filter(({ event }) => event === 'listening').map(({ forward }) => forward);
        assert.deepEqual(told, ['stays', 'goes', 'comes']);
      },
      OPTIONS,
    );
  });

  it('with an invalid file reports all problems and changes nothing', async () => {
    write(`listen: ${host}:${port}`, `target: ${target}`);
    await withProgram(
      ARGS,
      async (program) => {
        const { client, far } = await pair(port);
        write('listen: nowhere', 'traget: x', 'idle-timeout: 5');
        await reloaded(program, 'reload-refused');
        const problems = program.lines.filter(({ event }) => event === 'reload-problem');
        assert.deepEqual(
          problems.map(({ problem }) => String(problem).replace(/: .*/, '')),
          [`${file}, line 2`, `${file}, line 1, listen`, `${file}, line 3, idle-timeout`],
        );
        client.write('ping');
        assert.equal((await read(far, 4)).toString(), 'ping');
        await pair(port);
      },
      OPTIONS,
    );
  });

  it(
    'with an address that cannot be listened on changes nothing, and names the place in the file',
    { skip: everyPort },
    async () => {
      write(`listen: ${host}:${port}`, `target: ${target}`);
      await withProgram(
        ARGS,
        async (program) => {
          write(`listen: [${host}:1023, ${host}:${await freePort()}]`, `target: ${target}`);
          await reloaded(program, 'reload-refused');
          const { problem } = await program.line(({ event }) => event === 'reload-problem');
          assert.ok(String(problem).startsWith(`${file}, line 1, listen: port ${host}:1023 cannot be opened`), String(problem));
          await pair(port);
        },
        { ...OPTIONS, wrapper: WITHOUT_RIGHTS },
      );
    },
  );

  it('with a port in use takes over the rest, and that port when it is free', async () => {
    write(`listen: ${host}:${port}`, `target: ${target}`);
    await withProgram(
      ARGS,
      async (program) => {
        const other = createServer();
        const taken = await listen(other);
        write(`listen: [${host}:${taken}, ${host}:${port}]`, `target: ${target}`);
        await reloaded(program, 'reloaded');
        await program.line(({ event, pid }) => event === 'listen-failed' && pid === process.pid);
        await pair(port);
        other.close();
        await program.line(
          ({ event, listen: all }) => event === 'listening' && (all as string[]).length === 2,
        );
        await pair(taken);
      },
      OPTIONS,
    );
  });

  it('changes limits, log level and drain time', async () => {
    write(`listen: ${host}:${port}`, `target: ${target}`, 'max-connections-per-client: 0');
    await withProgram(
      ARGS,
      async (program) => {
        await pair(port);
        write(
          `listen: ${host}:${port}`,
          `target: ${target}`,
          'max-connections: 1',
          'drain-timeout: 1ms',
          'log-level: warn',
        );
        program.signal('SIGHUP');
        let refused = open(port);
        for (;;) {
          const ending = receive(refused).then((received) => received.ending);
          const passed = once(server, 'connection').then(() => 'passed');
          if ((await Promise.race([ending, passed])) === 'RST') break;
          refused.destroy();
          refused = open(port);
        }
        const { hint } = await program.line(({ outcome }) => outcome === 'over-limit');
        assert.equal(hint, 'the limit is --max-connections');
        assert.equal(await program.stop(), 0);
        assert.ok(program.lines.some(({ event }) => event === 'drain-ended'));
        assert.ok(!program.lines.some(({ event }) => event === 'stopped'));
      },
      OPTIONS,
    );
  });

  it('repeated under load loses no connection', async () => {
    const versions = [`idle-timeout: 20m`, `idle-timeout: 30m`].map((line) => [
      `listen: ${host}:${port}`,
      `target: ${target}`,
      line,
    ]);
    write(...(versions[0] ?? []));
    server.on('connection', (socket: Socket) => void send(socket, MiB / 4).then(() => socket.end()));
    const ask = async (): Promise<void> => {
      const client = open(port);
      const { length, sha256 } = await receive(client);
      assert.deepEqual([length, sha256], [MiB / 4, sentSha256(MiB / 4)]);
      client.end();
      await closed(client);
    };
    await withProgram(
      ARGS,
      async (program) => {
        let isOver = false;
        const clients = Array.from({ length: 8 }, async () => {
          while (!isOver) await ask();
        });
        for (let turn = 1; turn <= 20; turn += 1) {
          write(...(versions[turn % 2] ?? []));
          await reloaded(program, 'reloaded', turn);
        }
        isOver = true;
        await Promise.all(clients);
        const outcomes = program.lines
          .filter(({ event }) => event === 'connection')
          .map(({ outcome }) => outcome);
        assert.deepEqual([...new Set(outcomes)], ['target-closed']);
        assert.ok(outcomes.length > 20, `${outcomes.length}`);
      },
      OPTIONS,
    );
  });
});

// The choice of wires at the start: handles, or sockets alone where anything about them is unexpected.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { withProgram } from '../support/program.js';
import { bytesFrom, CAREFUL, listen, MiB, receive, sentSha256 } from '../support/sockets.js';

const FLAGS = process.allowedNodeEnvironmentFlags;
const PERMISSIONS = ['--allow-fs-read=*', '--allow-fs-write=*', '--allow-child-process', '--allow-net'];

/** The permission model of this Node, without the right to use its bindings. */
function permissionModel(): string {
  const model = FLAGS.has('--permission') ? '--permission' : '--experimental-permission';
  return [model, ...PERMISSIONS.filter((flag) => FLAGS.has(flag.split('=')[0] ?? ''))].join(' ');
}

/** Programs that make another Node of this one; `binding` is what it has. */
const OTHERS = {
  'has no bindings': 'process.binding = undefined;',
  'lacks a class': 'process.binding = (name) => ({ ...binding(name), WriteWrap: undefined, });',
  'lacks a result': 'process.binding = (name) => ({ ...binding(name), streamBaseState: undefined });',
  'has the results in other places':
    'process.binding = (name) => { const all = binding(name); return { ...all, kReadBytesOrError: all.kBytesWritten }; };',
  'does nothing of what it is asked':
    'process.binding = (name) => ({ ...binding(name), ...(name === "tcp_wrap" && { TCP: class { setNoDelay() {} useUserBuffer() {} connect() { return -22; } close() {} } }) });',
} as const;

describe('the wires of a program', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  let target: Server;
  let port: number;
  before(async () => {
    target = createServer(CAREFUL, (socket) => socket.pipe(socket));
    port = await listen(target);
  });
  after(() => {
    target.close();
    rmSync(folder, { recursive: true });
  });

  /** Whether the program says that it does with sockets alone; it must carry bytes in any case. */
  async function reasonWith(nodeOptions: string, args: readonly string[] = []): Promise<unknown> {
    let reason: unknown;
    const wrapper = ['env', `NODE_OPTIONS=${nodeOptions}`];
    await withProgram(
      ['--target', `127.0.0.1:${port}`, ...args],
      async (program) => {
        reason = program.lines.find(({ event }) => event === 'sockets-only')?.reason;
        const client = connect({ port: program.port, host: '127.0.0.1', ...CAREFUL });
        const received = receive(client);
        client.end(bytesFrom(0, MiB));
        assert.deepEqual(await received, { length: MiB, ending: 'FIN', sha256: sentSha256(MiB) });
        assert.equal((await program.connection()).bytesToClient, MiB);
      },
      { wrapper },
    );
    return reason;
  }

  it('are handles, without a word', async () => {
    assert.equal(await reasonWith(''), undefined);
  });

  it('are sockets with --wire socket, without a word', async () => {
    const broken = path.join(folder, 'thrown.cjs');
    writeFileSync(broken, "process.binding = () => { throw new Error('asked'); };");
    assert.equal(await reasonWith(`--require=${broken}`, ['--wire', 'socket']), undefined);
    assert.equal(await reasonWith(`--require=${broken}`), 'asked');
  });

  for (const [what, code] of Object.entries(OTHERS)) {
    it(`are sockets on a Node that ${what}`, async () => {
      const preload = path.join(folder, 'other.cjs');
      writeFileSync(preload, `const { binding } = process; ${code}`);
      assert.ok(await reasonWith(`--require=${preload}`));
    });
  }

  for (const options of [
    permissionModel(),
    '--throw-deprecation',
    '--throw-deprecation --pending-deprecation',
  ]) {
    it(`are sockets under ${options}`, async () => {
      assert.ok(await reasonWith(options));
    });
  }
});

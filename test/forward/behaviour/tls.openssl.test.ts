// TLS to the target: against openssl's own server, byte-exact.
import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { withForward } from '../../support/forward.js';
import { freePort } from '../../support/program.js';
import { accepts, bytesFrom, MiB, read, receive, send, sentSha256, turns } from '../../support/sockets.js';
import { OWN, tlsTo } from '../../support/tls-target.js';

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  writeFileSync(path.join(folder, 'cert.pem'), OWN.cert);
  writeFileSync(path.join(folder, 'key.pem'), OWN.key);
  writeFileSync(path.join(folder, 'big'), bytesFrom(0, 64 * MiB));
});
after(() => {
  rmSync(folder, { recursive: true });
});

/** Runs `body` with a server on a free port, which ends with it. */
function withServer(
  words: readonly string[],
  body: (port: number, server: ChildProcessWithoutNullStreams) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const port = await freePort();
    const own = ['s_server', '-accept', `127.0.0.1:${port}`, '-cert', 'cert.pem', '-key', 'key.pem'];
    const server = spawn('openssl', [...own, ...words], { cwd: folder });
    try {
      while (!(await accepts(port))) await turns(1);
      await body(port, server);
    } finally {
      server.kill();
    }
  };
}

for (const version of ['-tls1_2', '-tls1_3'])
  describe(`openssl s_server ${version}`, () => {
    it(
      'gets 64 MiB',
      withServer([version, '-quiet'], async (port, server) => {
        await withForward(tlsTo(port), async (forward) => {
          const hash = createHash('sha256');
          let length = 0;
          const all = new Promise<void>((resolve) =>
            server.stdout.on('data', (piece: Buffer) => {
              hash.update(piece);
              length += piece.length;
              if (length >= 64 * MiB) resolve();
            }),
          );
          const client = await forward.client();
          await send(client, 64 * MiB);
          await all;
          assert.deepEqual([length, hash.digest('hex')], [64 * MiB, sentSha256(64 * MiB)]);
          client.end();
          assert.equal((await forward.record()).outcome, 'client-closed');
        })();
      }),
    );

    it(
      'sends 64 MiB and its close_notify',
      withServer([version, '-HTTP'], async (port) => {
        await withForward(tlsTo(port), async (forward) => {
          const client = await forward.client();
          const received = receive(client);
          client.write('GET /big HTTP/1.0\r\n\r\n');
          const whole = { length: 64 * MiB, ending: 'FIN', sha256: sentSha256(64 * MiB) };
          assert.deepEqual(await received, whole);
          client.end();
          assert.equal((await forward.record()).outcome, 'target-closed');
        })();
      }),
    );

    it(
      'answers behind the FIN of the client',
      withServer([version, '-rev'], async (port) => {
        await withForward(tlsTo(port), async (forward) => {
          const client = await forward.client();
          client.end('question\n');
          assert.equal(String(await read(client, 9)), 'noitseuq\n');
          assert.equal((await receive(client)).ending, 'FIN');
          assert.equal((await forward.record()).outcome, 'client-closed');
        })();
      }),
    );

    it(
      'is killed in the middle: the client gets an RST',
      withServer([version, '-rev'], async (port, server) => {
        await withForward(tlsTo(port), async (forward) => {
          const client = await forward.client();
          client.write('question\n');
          assert.equal(String(await read(client, 9)), 'noitseuq\n');
          const received = receive(client);
          server.kill('SIGKILL');
          assert.equal((await received).ending, 'RST');
          assert.equal((await forward.record()).outcome, 'target-reset');
        })();
      }),
    );
  });

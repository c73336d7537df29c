// TLS to the target: against openssl's own server, with all that it can do in the middle of a connection.
import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startForward, withForward } from '../../support/forward.js';
import { freePort } from '../../support/program.js';
import { bytesFrom, MiB, read, receive, send, sentSha256 } from '../../support/sockets.js';
import { OWN, tlsTo } from '../../support/tls-target.js';

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  writeFileSync(path.join(folder, 'cert.pem'), OWN.cert);
  writeFileSync(path.join(folder, 'key.pem'), OWN.key);
  writeFileSync(path.join(folder, 'file'), bytesFrom(0, 64 * MiB));
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
      await listening(server);
      await body(port, server);
    } finally {
      server.kill();
    }
  };
}

/** It says ACCEPT before it accepts, also with -quiet. */
async function listening(server: ChildProcessWithoutNullStreams): Promise<void> {
  for (let said = ''; !said.includes('ACCEPT');) said += String((await once(server.stdout, 'data'))[0]);
}

/** The rest of what the server prints once it has printed this. */
async function printed(server: ChildProcessWithoutNullStreams, text: string): Promise<void> {
  for (let said = ''; !said.includes(text);) said += String((await once(server.stdout, 'data'))[0]);
}

for (const version of ['-tls1_2', '-tls1_3'])
  describe(`openssl s_server ${version}`, () => {
    it(
      'sends 64 MiB, and its end is a FIN',
      withServer([version, '-WWW'], async (port) => {
        await withForward(tlsTo(port), async (forward) => {
          const client = await forward.client();
          client.write('GET /file HTTP/1.0\r\n\r\n');
          const head = 'HTTP/1.0 200 ok\r\nContent-type: text/plain\r\n\r\n';
          assert.equal(String(await read(client, head.length)), head);
          const { length, ending, sha256 } = await receive(client);
          assert.deepEqual([length, ending, sha256], [64 * MiB, 'FIN', sentSha256(64 * MiB)]);
          assert.equal((await forward.record()).outcome, 'target-closed');
        })();
      }),
    );

    it(
      'gets 64 MiB',
      withServer([version], async (port, server) => {
        await withForward(tlsTo(port), async (forward) => {
          const hash = createHash('sha256');
          const client = await forward.client();
          await printed(server, 'Secure Renegotiation IS');
          await printed(server, '\n');
          let length = 0;
          const all = new Promise<void>((resolve) =>
            server.stdout.on('data', (piece: Buffer) => {
              hash.update(piece.subarray(0, Math.min(piece.length, 64 * MiB - length)));
              length += piece.length;
              if (length >= 64 * MiB) resolve();
            }),
          );
          await send(client, 64 * MiB);
          await all;
          assert.equal(hash.digest('hex'), sentSha256(64 * MiB));
          client.end();
          assert.equal((await forward.record()).outcome, 'client-closed');
        })();
      }),
    );
  });

describe('openssl s_server in the middle of a connection', () => {
  it(
    'renews its keys, and nothing is lost',
    withServer(['-tls1_3'], async (port, server) => {
      await withForward(tlsTo(port), async (forward) => {
        const client = await forward.client();
        await printed(server, 'Secure Renegotiation IS');
        server.stdin.write('K\n');
        await printed(server, 'SSL_do_handshake');
        server.stdin.write('hello\n');
        assert.equal(String(await read(client, 6)), 'hello\n');
        client.end('good');
        await printed(server, 'good');
        await forward.record();
      })();
    }),
  );

  it(
    'asks for a renegotiation and gets none',
    withServer(['-tls1_2'], async (port, server) => {
      const forward = await startForward(tlsTo(port));
      const client = await forward.client();
      await printed(server, 'Secure Renegotiation IS');
      server.stdin.write('r\n');
      await receive(client);
      const { outcome } = await forward.record();
      assert.match(outcome, /^target-/);
      await forward.stop();
    }),
  );

  it(
    'is killed, and the client sees that its answer was cut off',
    withServer(['-tls1_2'], async (port, server) => {
      await withForward(tlsTo(port), async (forward) => {
        const client = await forward.client();
        await printed(server, 'Secure Renegotiation IS');
        server.stdin.write('half an answ\n');
        assert.equal(String(await read(client, 13)), 'half an answ\n');
        server.kill('SIGKILL');
        assert.equal((await receive(client)).ending, 'RST');
        assert.equal((await forward.record()).outcome, 'target-reset');
      })();
    }),
  );
});

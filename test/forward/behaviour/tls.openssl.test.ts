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
import { accepts, MiB, send, sentSha256, turns } from '../../support/sockets.js';
import { OWN, tlsTo } from '../../support/tls-target.js';

let folder: string;
before(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  writeFileSync(path.join(folder, 'cert.pem'), OWN.cert);
  writeFileSync(path.join(folder, 'key.pem'), OWN.key);
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
  });

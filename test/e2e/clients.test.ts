// Real clients through the built program, which must be transparent for them.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createWebServer } from 'node:http';
import { connect as connectTls } from 'node:tls';
import { describe, it } from 'node:test';
import { startSimulator } from '../../src/simulator/simulator.js';
import { freePort, withProgram } from '../support/program.js';
import { missing } from '../support/requires.js';
import { shell } from '../support/shell.js';
import { listen } from '../support/sockets.js';

/** Finds a free port, because the server of iperf3 does not take port 0. */
async function startIperf(): Promise<{ port: number; server: ChildProcess }> {
  const port = await freePort();
  const server = spawn('iperf3', ['-s', '-p', `${port}`, '--forceflush'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(server.stdout, 'data');
  return { port, server };
}

interface IperfReport {
  readonly end: {
    readonly sum_sent: { readonly bytes: number };
    readonly sum_received: { readonly bytes: number };
  };
}

describe('iperf3', { skip: missing('iperf3') }, () => {
  for (const [name, reverse] of [
    ['to the target', ''],
    ['to the client', '-R'],
  ] as const) {
    it(`runs 4 streams ${name}, and the log counts their bytes`, async () => {
      const { port, server } = await startIperf();
      try {
        await withProgram(['--target', `127.0.0.1:${port}`], async (program) => {
          const size = '64M';
          const call = `iperf3 -c 127.0.0.1 -p ${program.port} -J -P 4 -n ${size} ${reverse}`;
          const { status, stdout } = await shell(call);
          assert.equal(status, 0, stdout);
          const { end } = JSON.parse(stdout) as IperfReport;
          const count = reverse === '' ? 'bytesToTarget' : 'bytesToClient';
          const records = await Promise.all([1, 2, 3, 4, 5].map((nth) => program.connection(nth)));
          const counted = records.reduce((sum, record) => sum + Number(record[count]), 0);
          assert.ok(end.sum_received.bytes > 0 && counted >= end.sum_received.bytes, `${counted}`);
        });
      } finally {
        server.kill();
        await once(server, 'exit');
      }
    });
  }
});

describe('curl', { skip: missing('curl') }, () => {
  it('keeps its connection alive for several requests, and downloads and uploads in full', async () => {
    const body = 'x'.repeat(3_000_000);
    const server = createWebServer((request, response) => {
      let received = 0;
      request.on('data', (piece: Buffer) => (received += piece.length));
      request.on('end', () => response.end(request.method === 'GET' ? body : `${received}`));
    });
    const target = `127.0.0.1:${await listen(server)}`;
    try {
      await withProgram(['--target', target], async (program) => {
        const url = `http://127.0.0.1:${program.port}`;
        const { stdout } = await shell(`curl -s ${url}/a ${url}/b ${url}/c | wc -c`);
        assert.equal(Number(stdout), 3 * body.length);
        const { outcome, bytesToClient } = await program.connection();
        assert.equal(outcome, 'client-closed');
        assert.ok(Number(bytesToClient) > 3 * body.length, 'one connection carried all three');
        const upload = await shell(`head -c 5000000 /dev/zero | curl -s --data-binary @- ${url}`);
        assert.equal(upload.stdout, '5000000');
      });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('two TLS clients at once', () => {
  it('each get the certificate of the gateway itself', async () => {
    const gateway = await startSimulator();
    try {
      await withProgram(['--target', `127.0.0.1:${gateway.port}`], async (program) => {
        const options = { port: program.port, host: '127.0.0.1', rejectUnauthorized: false };
        const sockets = [connectTls(options), connectTls(options)];
        await Promise.all(sockets.map((socket) => once(socket, 'secureConnect')));
        const certificates = sockets.map((socket) => socket.getPeerX509Certificate()?.toString());
        assert.deepEqual(
          certificates.map((pem) => pem?.trim()),
          Array(2).fill(gateway.certificatePem.trim()),
        );
        assert.deepEqual(
          sockets.map((socket) => socket.getProtocol()),
          ['TLSv1.2', 'TLSv1.2'],
        );
        for (const socket of sockets) socket.end();
        await program.connection(2);
      });
    } finally {
      await gateway.stop();
    }
  });
});

// The cost of --target-tls beside a raw forward to the same TLS server: CPU time of smgw-proxy, in turn, as ratios.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import {
  connect as connectTcp,
  createServer as createTcpServer,
  type AddressInfo,
  type Socket,
} from 'node:net';
import path from 'node:path';
import { connect as connectTls, createServer, type Server } from 'node:tls';
import { makeCertificates } from '../src/simulator/certificates.js';
import { cleanUpAtExit, startProgram, temporaryFolder } from './children.js';
import { SMGW_PROXY } from './forwarders/smgw-proxy.js';
import { isListening, processorSeconds } from './measure/process.js';

const GIB = 2 ** 30;
const PIECE = Buffer.alloc(65_536, 'x');
const ROUNDS = 3;
const CONNECTIONS = 300;
const HOST = '127.0.0.1';

interface Forward {
  readonly pid: number;
  readonly connect: () => Promise<Socket>;
}

/** Sends a GiB, or reads it, or answers a byte, as the client's first byte asks. */
function serve(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.once('data', (first: Buffer) => {
    if (first[0] === 0x62) void send(socket);
    else if (first[0] === 0x61) socket.end('a');
    else socket.resume().once('end', () => socket.end());
  });
}

async function send(socket: Socket): Promise<void> {
  for (let sent = 0; sent < GIB; sent += PIECE.length) if (!socket.write(PIECE)) await once(socket, 'drain');
  socket.end();
}

/** CPU seconds of the forward while a client does this. */
async function costOf(
  { pid, connect }: Forward,
  talk: (socket: Socket) => Promise<unknown>,
): Promise<number> {
  const before = processorSeconds(pid);
  await talk(await connect());
  return processorSeconds(pid) - before;
}

const WORK: Readonly<Record<string, (forward: Forward) => Promise<number>>> = {
  'a GiB to the client': (forward) =>
    costOf(forward, async (socket) => {
      socket.resume().write('b');
      await once(socket, 'end');
      socket.end();
    }),
  'a GiB to the target': (forward) =>
    costOf(forward, async (socket) => {
      socket.resume();
      const ended = once(socket, 'end');
      await send(socket);
      await ended;
    }),
  [`${CONNECTIONS} connections`]: async (forward) => {
    let cost = 0;
    for (let i = 0; i < CONNECTIONS; i += 1)
      cost += await costOf(forward, async (socket) => {
        socket.resume().write('a');
        await once(socket, 'end');
        socket.end();
      });
    return cost;
  },
};

async function start(server: Server, port: number, options: readonly string[]): Promise<number> {
  const folder = temporaryFolder();
  const targetPort = (server.address() as AddressInfo).port;
  const command = SMGW_PROXY.command({ port, targetPort, folder, connections: 10 });
  const child = startProgram([...command, ...options], path.join(folder, 'log'));
  while (!isListening(port)) await new Promise((resolve) => setTimeout(resolve, 50));
  return child.pid ?? 0;
}

cleanUpAtExit();
const { certPem: cert, keyPem: key } = (await makeCertificates({ id: 'bench', certificateName: 'bench' }))
  .server;
const server = createServer(
  { cert, key, ecdhCurve: 'P-384', maxVersion: 'TLSv1.2', allowHalfOpen: true },
  serve,
);
await once(server.listen(0, HOST), 'listening');
const pin = new X509Certificate(cert).fingerprint256;
const [rawPort, tlsPort] = [await freePort(), await freePort()];
const open = async (socket: Socket, event: string): Promise<Socket> => {
  await once(socket, event);
  return socket;
};
const raw: Forward = {
  pid: await start(server, rawPort, []),
  connect: () => open(connectTls({ host: HOST, port: rawPort, rejectUnauthorized: false }), 'secureConnect'),
};
const tls: Forward = {
  pid: await start(server, tlsPort, ['--target-tls', 'on', '--target-fingerprint', pin]),
  connect: () => open(connectTcp({ host: HOST, port: tlsPort, allowHalfOpen: true }), 'connect'),
};
for (const [name, work] of Object.entries(WORK)) {
  // The first round is a warm-up.
  for (const each of [raw, tls]) await work(each);
  const costs: [number, number] = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    costs[0] += await work(raw);
    costs[1] += await work(tls);
  }
  const [without, withTls] = costs.map((cost) => cost / ROUNDS) as [number, number];
  const figures = `${without.toFixed(2)} s raw, ${withTls.toFixed(2)} s with --target-tls`;
  process.stdout.write(`${name}: ${(withTls / without).toFixed(1)} times the CPU (${figures})\n`);
}
process.exit(0);

async function freePort(): Promise<number> {
  const probe = createTcpServer();
  await once(probe.listen(0, HOST), 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

// The PROXY protocol with real HAProxy and nginx, in front of the built program and behind it.
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { NGINX_STREAM_MODULE, withHaproxy, withNginx } from '../support/neighbour.js';
import { freePort, withProgram, type Program } from '../support/program.js';
import { missing, missingFile } from '../support/requires.js';
import { bytesFrom, CAREFUL, listen } from '../support/sockets.js';

const PAYLOAD = bytesFrom(0, 200_000);
const ANSWER = 'answer';

const CLIENTS = [
  { family: 'IPv4', host: '127.0.0.1', shown: '127.0.0.1', protocol: 'TCP4' },
  { family: 'IPv6', host: '::1', shown: '[::1]', protocol: 'TCP6' },
] as const;

/** The target: reads to the FIN, then answers. */
let server: Server;
let targetPort: number;
const arrivals = new EventEmitter();

before(async () => {
  server = createServer(CAREFUL, (socket) => {
    const pieces: Buffer[] = [];
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    socket.on('end', () => {
      arrivals.emit('bytes', Buffer.concat(pieces));
      socket.end(ANSWER);
    });
    socket.on('error', () => undefined);
  });
  targetPort = await listen(server);
});

after(() => {
  server.close();
});

/** The payload and the ends of the next connection at the target. */
async function atTarget(): Promise<Buffer> {
  const [bytes] = (await once(arrivals, 'bytes')) as [Buffer];
  return bytes;
}

async function open(host: string, port: number): Promise<{ client: Socket; localPort: number }> {
  const client = connect({ host, port, ...CAREFUL }).on('error', () => undefined);
  await once(client, 'connect');
  return { client, localPort: client.localPort ?? 0 };
}

/** Sends the payload and reads the answer. Resolves with the target's view and the port of the client. */
async function exchange(host: string, port: number): Promise<{ bytes: Buffer; localPort: number }> {
  const { client, localPort } = await open(host, port);
  const [bytes, answer] = await Promise.all([atTarget(), text(client.end(PAYLOAD))]);
  assert.equal(answer, ANSWER);
  return { bytes, localPort };
}

/** A program that expects headers from this machine. */
const accepting = (...more: readonly string[]): string[] => [
  ...['--target', `127.0.0.1:${targetPort}`, '--accept-proxy', '127.0.0.1/32', '--log-level', 'debug'],
  ...more,
];

/** Sends each client through a proxy at `port`, which announces it to the program. */
async function assertAnnounced(program: Program, port: number): Promise<void> {
  for (const [index, { host, shown }] of CLIENTS.entries()) {
    const { bytes, localPort } = await exchange(host, port);
    assert.ok(bytes.equals(PAYLOAD), `${bytes.length} bytes reached the target`);
    const { client, peer, outcome } = await program.connection(index + 1);
    assert.deepEqual([client, outcome], [`${shown}:${localPort}`, 'client-closed']);
    assert.match(String(peer), /^127\.0\.0\.1:\d+$/);
    assert.notEqual(peer, client);
  }
}

/** Runs `body` with a program that sends headers to a proxy at `port`; `body` gets a port of ours for each family. */
async function withSending(
  version: string,
  port: number,
  body: (ports: Readonly<Record<'IPv4' | 'IPv6', number>>) => Promise<void>,
): Promise<void> {
  const ipv6Port = await freePort();
  const args = ['--listen', `[::1]:${ipv6Port}`, '--target', `127.0.0.1:${port}`, '--send-proxy', version];
  await withProgram(args, async (program) => {
    await body({ IPv4: program.port, IPv6: ipv6Port });
  });
}

describe('HAProxy', { skip: missing('haproxy') }, () => {
  for (const option of ['send-proxy', 'send-proxy-v2']) {
    it(`in front, with ${option}, announces its clients`, async () => {
      await withProgram(accepting(), async (program) => {
        const port = await freePort();
        const proxies = `
listen announcing
  bind 127.0.0.1:${port}
  bind [::1]:${port}
  server program 127.0.0.1:${program.port} ${option}
`;
        await withHaproxy(proxies, () => assertAnnounced(program, port));
      });
    });
  }

  for (const [outcome, payload] of [
    ['proxy-header-missing', 'GET / HTTP/1.1\r\n\r\n'],
    ['proxy-header-invalid', 'PROXY TCP4 192.168.0.256 '],
    ['proxy-header-timeout', 'PROXY TCP4 192.168.0.25'],
  ] as const) {
    it(`in front, without send-proxy, is refused: ${outcome}`, async () => {
      await withProgram(accepting('--proxy-header-timeout', '500ms'), async (program) => {
        const port = await freePort();
        const proxies = `
listen silent
  bind 127.0.0.1:${port}
  server program 127.0.0.1:${program.port}
`;
        await withHaproxy(proxies, async () => {
          const { client } = await open('127.0.0.1', port);
          client.write(payload);
          const { bytesToTarget, ...record } = await program.connection();
          assert.deepEqual([record.outcome, bytesToTarget], [outcome, 0]);
          client.destroy();
        });
      });
    });
  }

  for (const version of ['v1', 'v2']) {
    it(`behind, with accept-proxy, accepts the announced clients (${version})`, async () => {
      const port = await freePort();
      // HAProxy announces the same ends to the target.
      const proxies = `
listen believing
  bind 127.0.0.1:${port} accept-proxy
  server target 127.0.0.1:${targetPort} send-proxy
`;
      await withHaproxy(proxies, () =>
        withSending(version, port, async (ports) => {
          for (const { family, host, protocol } of CLIENTS) {
            const { bytes, localPort } = await exchange(host, ports[family]);
            const line = `PROXY ${protocol} ${host} ${host} ${localPort} ${ports[family]}\r\n`;
            assert.equal(bytes.toString('latin1', 0, line.length), line);
            assert.ok(bytes.subarray(line.length).equals(PAYLOAD));
          }
        }),
      );
    });
  }
});

describe(
  'nginx',
  { skip: missing('nginx') || missingFile(NGINX_STREAM_MODULE, 'libnginx-mod-stream') },
  () => {
    it('in front, with proxy_protocol on, announces its clients', async () => {
      await withProgram(accepting(), async (program) => {
        const port = await freePort();
        const servers = `
  server {
    listen 127.0.0.1:${port};
    listen [::1]:${port};
    proxy_pass 127.0.0.1:${program.port};
    proxy_protocol on;
  }`;
        await withNginx(servers, () => assertAnnounced(program, port));
      });
    });

    for (const version of ['v1', 'v2']) {
      it(`behind, listening with proxy_protocol, accepts the announced clients (${version})`, async () => {
        const port = await freePort();
        // nginx returns the announced ends to the client.
        const servers = `
  server {
    listen 127.0.0.1:${port} proxy_protocol;
    return "$proxy_protocol_addr $proxy_protocol_server_addr $proxy_protocol_port $proxy_protocol_server_port";
  }`;
        await withNginx(servers, () =>
          withSending(version, port, async (ports) => {
            for (const { family, host } of CLIENTS) {
              const { client, localPort } = await open(host, ports[family]);
              const told = await text(client);
              client.end();
              assert.equal(told, `${host} ${host} ${localPort} ${ports[family]}`);
            }
          }),
        );
      });

      it(`behind, listening with proxy_protocol, forwards exactly the payload (${version})`, async () => {
        const port = await freePort();
        const servers = `
  server {
    listen 127.0.0.1:${port} proxy_protocol;
    proxy_pass 127.0.0.1:${targetPort};
  }`;
        await withNginx(servers, () =>
          withSending(version, port, async (ports) => {
            for (const { family, host } of CLIENTS) {
              const { bytes } = await exchange(host, ports[family]);
              assert.ok(bytes.equals(PAYLOAD));
            }
          }),
        );
      });
    }
  },
);

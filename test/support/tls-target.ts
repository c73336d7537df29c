// A TLS target in the test's own process, and a forward to it that pins its certificate.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createServer, type Server, type TlsOptions, type TLSSocket } from 'node:tls';
import { makeCertificate } from './certificate.js';
import { startForward, type TestForward, type TestForwardOptions } from './forward.js';
import { listen, turns } from './sockets.js';

export const OWN = makeCertificate({ curve: 'secp384r1', name: 'ethe0300000001' });
export const OTHER = makeCertificate({ curve: 'P-256', name: 'another' });

export const fingerprintOf = (pem: string): string => new X509Certificate(pem).fingerprint256;

/** Speaks TLS as a gateway does, unless told otherwise. */
export interface TlsTarget {
  readonly server: Server;
  readonly port: number;
  readonly accepted: () => Promise<TLSSocket>;
  readonly stop: () => void;
}

export async function startTlsTarget(options: TlsOptions = {}, at = 0): Promise<TlsTarget> {
  const { cert, key } = OWN;
  const server = createServer({ cert, key, ecdhCurve: 'P-384', allowHalfOpen: true, ...options });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  server.on('secureConnection', (socket) => socket.on('error', () => undefined));
  const port = await listen(server, at);
  return {
    server,
    port,
    accepted: async () => ((await once(server, 'secureConnection')) as [TLSSocket])[0],
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The options of a forward with TLS to this port. */
export function tlsTo(port: number, pem = OWN.cert): TestForwardOptions {
  return { target: { host: '127.0.0.1', port }, targetTls: true, targetFingerprint: fingerprintOf(pem) };
}

/** A forward to a TLS target of its own, with both ends of a first connection. */
export interface TlsScene {
  readonly target: TlsTarget;
  readonly forward: TestForward;
  readonly pair: () => Promise<{ readonly client: Socket; readonly target: TLSSocket }>;
}

export function withTls(
  options: { readonly server?: TlsOptions; readonly forward?: TestForwardOptions },
  body: (scene: TlsScene) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const target = await startTlsTarget(options.server);
    const looked = target.accepted();
    const forward = await startForward({ ...tlsTo(target.port), ...options.forward });
    (await looked).destroy();
    const pair: TlsScene['pair'] = async () => {
      const [accepted, client] = await Promise.all([target.accepted(), forward.client()]);
      // A server made of Node that ends before its TLS 1.3 tickets are out sends no close_notify.
      await turns(5);
      return { client, target: accepted };
    };
    try {
      await body({ target, forward, pair });
    } finally {
      target.stop();
      await forward.stop();
    }
  };
}

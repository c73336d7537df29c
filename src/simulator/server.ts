// The gateway's TLS server: the rules of the handshake, the limits of a session, and a stop that closes all sockets.
import { constants } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

import type { Certificates } from './certificates.js';
import type { Responder } from './responder.js';

const MINUTE = 60 * 1000;

/** IF_GW_CON, in ms. */
export interface SessionLimits {
  /** The longest silence in a session. */
  readonly silence: number;
  /** The longest session. */
  readonly session: number;
}

export const SESSION_LIMITS: SessionLimits = { silence: 10 * MINUTE, session: 48 * 60 * MINUTE };

/** The four suites of BSI TR-03116-3, with AEAD ones first. */
const CIPHERS = [
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-SHA384',
  'ECDHE-ECDSA-AES128-SHA256',
].join(':');

export interface GatewayServerOptions {
  readonly host: string;
  readonly port: number;
  readonly certificates: Certificates;
  readonly responder: Responder;
  readonly limits: SessionLimits;
}

export interface GatewayServer {
  readonly port: number;
  /** Ends all connections at once and frees the port; can be called again. */
  stop(): Promise<void>;
}

/** Resolves when it listens; rejects with the error of `listen`, such as EADDRINUSE. */
export async function startServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const server = createServer(tlsOptions(options.certificates), options.responder);
  limitSessions(server, options.limits);
  const sockets = trackSockets(server);
  server.listen({ host: options.host, port: options.port });
  await once(server, 'listening');
  const closed = new Promise((resolve) => server.once('close', resolve));
  const stop = async (): Promise<void> => {
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

/** A client certificate is optional; one of another authority counts as none. */
function tlsOptions({ server, authorityPem }: Certificates): ServerOptions {
  return {
    cert: server.certPem,
    key: server.keyPem,
    ca: authorityPem,
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ecdhCurve: 'secp384r1',
    ciphers: CIPHERS,
    honorCipherOrder: true,
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  };
}

/** Replaces Node's shorter limits by the gateway's. The timer of a session ends with its socket. */
function limitSessions(server: Server, { silence, session }: SessionLimits): void {
  server.timeout = silence;
  server.keepAliveTimeout = silence;
  server.headersTimeout = silence;
  server.requestTimeout = silence;
  server.on('secureConnection', (socket) => {
    const timer = setTimeout(() => socket.destroy(), session);
    socket.once('close', () => {
      clearTimeout(timer);
    });
  });
}

/** The open sockets. Node itself closes connections with a failed handshake or malformed HTTP. */
function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

// The gateway's TLS server: the rules of the handshake, the limits of a session, and a stop that closes all sockets.
import { constants } from 'node:crypto';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer as createTlsServer, type Server, type ServerOptions } from 'node:https';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Certificates } from './certificates.js';
import type { SimulatedGateway, GatewayModel, SessionLimits } from './gateway.js';

export interface GatewayServerOptions {
  readonly host: string;
  readonly port: number;
  readonly certificates: Certificates;
  readonly tls: GatewayModel['tls'];
  readonly limits: SessionLimits;
  readonly welcome: SimulatedGateway['welcome'];
  readonly responder: RequestListener;
}

export interface GatewayServer {
  readonly port: number;
  /** Ends all connections at once. */
  readonly cut: () => void;
  /** Ends all connections at once and frees the port; can be called again. */
  readonly stop: () => Promise<void>;
}

/** Resolves when it listens; rejects with the error of `listen`, such as EADDRINUSE. */
export async function startServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const { host, port, certificates, tls, limits, responder } = options;
  const https = createTlsServer(tlsOptions(certificates, tls), responder);
  limitSessions(https, limits);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    admit(socket, sockets, options.welcome, https);
  });
  server.listen({ host, port });
  await once(server, 'listening');
  const closed = new Promise((resolve) => server.once('close', resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const stop = async (): Promise<void> => {
    server.close();
    cut();
    await closed;
  };
  return { port: (server.address() as AddressInfo).port, cut, stop };
}

/** Node itself closes connections with a failed handshake or malformed HTTP. */
function admit(
  socket: Socket,
  sockets: Set<Socket>,
  welcome: SimulatedGateway['welcome'],
  https: Server,
): void {
  const kind = welcome(sockets.size);
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => sockets.delete(socket));
  if (kind === 'handshake') https.emit('connection', socket);
  else if (kind === 'reset') socket.resetAndDestroy();
  else socket.resume();
}

/** A client certificate is optional; one of another authority counts as none. */
function tlsOptions({ server, authorityPem }: Certificates, tls: GatewayModel['tls']): ServerOptions {
  return {
    cert: server.certPem,
    key: server.keyPem,
    ca: authorityPem,
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ecdhCurve: tls.curves,
    ciphers: tls.suites.join(':'),
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

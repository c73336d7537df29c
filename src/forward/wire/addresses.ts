// The two ends of a socket, and the spelling that access rules, limits and the log share.
import type { Socket } from 'node:net';
import type { Endpoint } from '../../config/config.js';

/** In the kernel's spelling. */
export interface SocketEnds {
  readonly remote: Endpoint | undefined;
  readonly local: Endpoint | undefined;
}

export function endsOf(socket: Socket): SocketEnds {
  return {
    remote: endpoint({ address: socket.remoteAddress, port: socket.remotePort }),
    local: endpoint({ address: socket.localAddress, port: socket.localPort }),
  };
}

/** As getsockname(2) and getpeername(2) give it; empty once the socket is closed. */
export interface SocketName {
  readonly address?: string | undefined;
  readonly port?: number | undefined;
}

export function endpoint({ address, port }: SocketName): Endpoint | undefined {
  return address === undefined || port === undefined ? undefined : { host: address, port };
}

/** An IPv4 client of a socket that listens on all addresses appears as ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2). */
export function plain(end: Endpoint | undefined): Endpoint | undefined {
  return end && { host: end.host.replace(/^::ffff:(?=\d+\.)/i, ''), port: end.port };
}

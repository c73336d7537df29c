// The two ends of an accepted socket, in the spelling that access rules, limits and the log share.
import type { Socket } from 'node:net';
import type { Endpoint } from '../../config/config.js';

/** Taken at accept: a socket that is closed no longer knows them. `peer` is undefined if it had gone by then. */
export interface SocketEnds {
  readonly peer: Endpoint | undefined;
  readonly local: Endpoint | undefined;
}

export function endsOf(socket: Socket): SocketEnds {
  return {
    peer: endpoint(socket.remoteAddress, socket.remotePort),
    local: endpoint(socket.localAddress, socket.localPort),
  };
}

/** An IPv4 client of a socket that listens on all addresses appears as ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2). */
function endpoint(address: string | undefined, port: number | undefined): Endpoint | undefined {
  if (address === undefined || port === undefined) return undefined;
  return { host: address.replace(/^::ffff:(?=\d+\.)/i, ''), port };
}

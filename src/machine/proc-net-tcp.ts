// How the kernel prints the ends of TCP sockets in /proc/net/tcp and tcp6, see proc(5).
import { SocketAddress } from 'node:net';
import { endianness } from 'node:os';
import ipaddr from 'ipaddr.js';

/** The tables of this process's network namespace. IPv4 connections of a socket for both families are in the second. */
export const TCP_TABLES = { IPv4: '/proc/self/net/tcp', IPv6: '/proc/self/net/tcp6' } as const;

/** TCP_LISTEN in the kernel's tcp_states.h, as the tables print it. */
export const LISTENING = '0A';

/** One end of a socket; the kernel does not print the zone of a link-local address. */
export interface SocketEnd {
  readonly host: string;
  readonly port: number;
}

/** `127.0.0.1` and 8080 → `0100007F:1F90`. A zone is left out. */
export function formatEnd(address: string, port: number): string {
  // Without the zone, because ipaddr.js knows only those of letters and digits, not br-lan or eth0.100.
  const bytes = Buffer.from(ipaddr.parse(address.split('%')[0] ?? '').toByteArray());
  return `${inWords(bytes).toString('hex')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}

/** The reverse, for a text that the kernel has printed. */
export function parseEnd(text: string): SocketEnd {
  const [address = '', port = ''] = text.split(':');
  const bytes = inWords(Buffer.from(address, 'hex'));
  const family = bytes.length === 4 ? 'ipv4' : 'ipv6';
  const spelled = ipaddr.fromByteArray([...bytes]).toString();
  return {
    // Node's own spelling, so that it can be compared with the address of a socket.
    host: new SocketAddress({ address: spelled, family }).address,
    port: Number.parseInt(port, 16),
  };
}

/** An address is printed as 32-bit numbers as they are in memory, in the machine's own byte order. Changes `bytes`. */
function inWords(bytes: Buffer): Buffer {
  return endianness() === 'LE' ? bytes.swap32() : bytes;
}

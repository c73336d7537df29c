// Ethernet frames, and MAC and IP addresses as bytes and as text.
import { SocketAddress } from 'node:net';

const BROADCAST = 'ff:ff:ff:ff:ff:ff';
export const TYPE = { ipv4: 0x0800, arp: 0x0806, ipv6: 0x86dd } as const;

const HEADER = 14;
/** Bytes of the shortest frame without the checksum, which the hardware adds. */
const SHORTEST = 60;

export interface Frame {
  readonly source: string;
  readonly type: number;
  readonly payload: Buffer;
}

/** A frame to the broadcast address; `source` is the MAC of the sending link. */
export function broadcastFrame(source: string, type: number, payload: Buffer): Buffer {
  const frame = Buffer.alloc(Math.max(HEADER + payload.length, SHORTEST));
  macBytes(BROADCAST).copy(frame, 0);
  macBytes(source).copy(frame, 6);
  frame.writeUInt16BE(type, 12);
  payload.copy(frame, HEADER);
  return frame;
}

/** Undefined for bytes shorter than an Ethernet header. */
export function parseFrame(frame: Buffer): Frame | undefined {
  if (frame.length < HEADER) return undefined;
  return { source: macText(frame, 6), type: frame.readUInt16BE(12), payload: frame.subarray(HEADER) };
}

export const macBytes = (mac: string): Buffer => Buffer.from(mac.replaceAll(':', ''), 'hex');
export const macText = (bytes: Buffer, at: number): string =>
  bytes.toString('hex', at, at + 6).replace(/..(?=.)/g, '$&:');

export const ipv4Bytes = (address: string): Buffer => Buffer.from(address.split('.').map(Number));
export const ipv4Text = (bytes: Buffer, at: number): string => bytes.subarray(at, at + 4).join('.');

export function ipv6Text(bytes: Buffer, at: number): string {
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(at + 2 * i).toString(16));
  return new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address;
}

/** The link-local address from a MAC: modified EUI-64 behind fe80::/64 (RFC 4291 appendix A). A host may use another. */
export function linkLocalOf(mac: string): string {
  const [first = 0, ...rest] = macBytes(mac);
  const id = [first ^ 0x02, ...rest.slice(0, 2), 0xff, 0xfe, ...rest.slice(2)];
  return ipv6Text(Buffer.from([0xfe, 0x80, 0, 0, 0, 0, 0, 0, ...id]), 0);
}

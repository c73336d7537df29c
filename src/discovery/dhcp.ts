// DHCP (RFC 2131): writes a DISCOVER and reads the OFFERs. No REQUEST follows, so no lease is taken.
import { broadcastFrame, ipv4Text, macBytes, parseFrame, TYPE } from './frame.js';

const COOKIE = 0x6382_5363;
const OPTION = { mask: 1, router: 3, dns: 6, messageType: 53, server: 54, parameters: 55 } as const;
const DISCOVER = 1;
const OFFER = 2;
const CLIENT_PORT = 68;
const SERVER_PORT = 67;
const UDP = 17;
/** Bytes of the fixed part of a message, before the magic cookie. */
const FIXED = 236;
/** Bytes. Older relays and servers drop shorter messages (RFC 1542 section 2.1). */
const SHORTEST = 300;

export interface DhcpOffer {
  /** The MAC address and the server identifier (option 54). */
  readonly serverMac: string;
  readonly server: string;
  readonly offered: string;
  /** A router or a name server marks a network that leads to the internet, such as a home's. */
  readonly hasRouter: boolean;
  readonly hasDns: boolean;
}

/** The frame of a DISCOVER. The broadcast flag is set because this machine has no address yet. */
export function dhcpDiscover(mac: string, transaction: number): Buffer {
  const message = Buffer.alloc(SHORTEST);
  message.set([1, 1, 6, 0]);
  message.writeUInt32BE(transaction, 4);
  message.writeUInt16BE(0x8000, 10);
  macBytes(mac).copy(message, 28);
  message.writeUInt32BE(COOKIE, FIXED);
  const wanted = [OPTION.mask, OPTION.router, OPTION.dns];
  message.set([OPTION.messageType, 1, DISCOVER, OPTION.parameters, wanted.length, ...wanted, 255], FIXED + 4);
  return broadcastFrame(mac, TYPE.ipv4, inUdp(message));
}

/** Wraps a message in UDP and IPv4, from 0.0.0.0 to 255.255.255.255. */
function inUdp(message: Buffer): Buffer {
  const head = Buffer.alloc(28);
  head.set([0x45, 0]);
  head.writeUInt16BE(head.length + message.length, 2);
  head.set([64, UDP], 8);
  head.fill(0xff, 16, 20);
  head.writeUInt16BE(checksum(head.subarray(0, 20)), 10);
  head.writeUInt16BE(CLIENT_PORT, 20);
  head.writeUInt16BE(SERVER_PORT, 22);
  // A zero checksum of UDP over IPv4 means "none" (RFC 768).
  head.writeUInt16BE(8 + message.length, 24);
  return Buffer.concat([head, message]);
}

/** The internet checksum (RFC 1071) of an even number of bytes. */
function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** The OFFER of this transaction; undefined for every other frame. */
export function parseOffer(frame: Buffer, transaction: number): DhcpOffer | undefined {
  const { source = '', type, payload: packet } = parseFrame(frame) ?? {};
  if (packet === undefined || type !== TYPE.ipv4) return undefined;
  const message = messageIn(packet);
  if (message?.[0] !== 2 || message.readUInt32BE(4) !== transaction) return undefined;
  const options = parseOptions(message.subarray(FIXED + 4));
  if (options.get(OPTION.messageType)?.[0] !== OFFER) return undefined;
  const server = options.get(OPTION.server);
  return {
    serverMac: source,
    server: server?.length === 4 ? ipv4Text(server, 0) : ipv4Text(packet, 12),
    offered: ipv4Text(message, 16),
    hasRouter: options.has(OPTION.router),
    hasDns: options.has(OPTION.dns),
  };
}

/** The UDP payload from the server port to the client port; undefined for every other packet. */
function messageIn(packet: Buffer): Buffer | undefined {
  const headLength = ((packet[0] ?? 0) & 0x0f) * 4;
  const message = packet.subarray(headLength + 8);
  if (message.length < FIXED + 4 || headLength < 20 || packet[9] !== UDP) return undefined;
  const ports = [packet.readUInt16BE(headLength), packet.readUInt16BE(headLength + 2)];
  const isAnswer = ports[0] === SERVER_PORT && ports[1] === CLIENT_PORT;
  return isAnswer && message.readUInt32BE(FIXED) === COOKIE ? message : undefined;
}

/** Options as type, length and value. A length beyond the end is cut at the end. */
function parseOptions(bytes: Buffer): Map<number, Buffer> {
  const options = new Map<number, Buffer>();
  for (let at = 0; at < bytes.length;) {
    const [type = 255, length = 0] = bytes.subarray(at);
    if (type === 255) break;
    if (type !== 0) options.set(type, bytes.subarray(at + 2, at + 2 + length));
    at += type === 0 ? 1 : 2 + length;
  }
  return options;
}

// Reads the sender's addresses from any frame: ARP, IPv4 or IPv6.
import { parseArp } from './arp.js';
import { isHostAddress } from './can-be-gateway.js';
import { ipv4Text, ipv6Text, parseFrame, TYPE } from './frame.js';

export interface Sign {
  readonly mac: string;
  readonly ipv4?: string;
  /** Link-local, without a zone. */
  readonly ipv6?: string;
}

const ICMPV6 = 58;
const NEIGHBOUR_SOLICITATION = 135;
const IPV6_HEADER = 40;

/** The sender and the address that it has or probes for; undefined if the frame shows none. */
export function overhear(bytes: Buffer): Sign | undefined {
  const frame = parseFrame(bytes);
  if (frame === undefined) return undefined;
  const { source, type, payload } = frame;
  if (type === TYPE.arp) return fromArp(payload);
  if (type === TYPE.ipv6) return fromIpv6(source, payload);
  if (type !== TYPE.ipv4 || payload.length < 20) return undefined;
  return withIpv4(source, ipv4Text(payload, 12));
}

/** A request shows the sender's address; a probe shows the address that the sender is about to take (RFC 5227). */
function fromArp(payload: Buffer): Sign | undefined {
  const message = parseArp(payload);
  if (message === undefined) return undefined;
  const { senderMac, sender, target, isReply } = message;
  return withIpv4(senderMac, sender === '0.0.0.0' && !isReply ? target : sender);
}

function withIpv4(mac: string, ipv4: string): Sign | undefined {
  return isHostAddress(ipv4) ? { mac, ipv4 } : undefined;
}

/** Duplicate address detection shows the address that the sender is about to take (RFC 4862 section 5.4.2). */
function fromIpv6(mac: string, packet: Buffer): Sign | undefined {
  if (packet.length < IPV6_HEADER) return undefined;
  const source = ipv6Text(packet, 8);
  const isSolicitation = packet[6] === ICMPV6 && packet[IPV6_HEADER] === NEIGHBOUR_SOLICITATION;
  const ipv6 =
    source === '::' && isSolicitation && packet.length >= 64 ? ipv6Text(packet, IPV6_HEADER + 8) : source;
  return ipv6.startsWith('fe80:') ? { mac, ipv6 } : undefined;
}

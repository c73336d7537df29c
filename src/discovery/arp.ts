// ARP (RFC 826): writes probes that leave the sender address empty, and reads any ARP message.
import { broadcastFrame, ipv4Bytes, ipv4Text, macBytes, macText, TYPE } from './frame.js';

const ETHERNET = 1;
const REQUEST = 1;
const NO_ADDRESS = '0.0.0.0';
const LENGTH = 28;

/** MACs are lower case with colons, addresses are IPv4. */
export interface ArpMessage {
  readonly isReply: boolean;
  readonly senderMac: string;
  readonly sender: string;
  readonly target: string;
}

/** The frame of a probe (RFC 5227 section 2.1.1). Its sender is 0.0.0.0, so that no ARP cache learns an address from it. */
export function arpProbe(mac: string, address: string): Buffer {
  const head = Buffer.from([0, ETHERNET, 0x08, 0x00, 6, 4, 0, REQUEST]);
  const message = [head, macBytes(mac), ipv4Bytes(NO_ADDRESS), Buffer.alloc(6), ipv4Bytes(address)];
  return broadcastFrame(mac, TYPE.arp, Buffer.concat(message));
}

/** Reads the payload of a frame; undefined unless it is ARP for IPv4 on Ethernet. */
export function parseArp(payload: Buffer): ArpMessage | undefined {
  if (payload.length < LENGTH || payload.readUInt32BE(0) !== 0x0001_0800) return undefined;
  if (payload.readUInt16BE(4) !== 0x0604) return undefined;
  return {
    isReply: payload.readUInt16BE(6) !== REQUEST,
    senderMac: macText(payload, 8),
    sender: ipv4Text(payload, 14),
    target: ipv4Text(payload, 24),
  };
}

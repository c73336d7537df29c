// Asks a device in the home for its own name, by multicast DNS sent to that device alone (RFC 6762 section 5.5).
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { isIPv4 } from 'node:net';
import { decode, encode } from 'dns-packet';
import ipaddr from 'ipaddr.js';
import { MDNS_PORT } from '../machine/mdns-group.js';

/** Far longer than a device on the same link takes, in ms. */
const PATIENCE_MS = 1000;

/** 192.168.0.12 → 12.0.168.192.in-addr.arpa (RFC 1035 section 3.5), IPv6 by nibbles (RFC 3596 section 2.5). */
export function reverseName(address: string): string {
  const bytes = ipaddr.parse(address.replace(/%.*$/, '')).toByteArray();
  if (isIPv4(address)) return `${bytes.reverse().join('.')}.in-addr.arpa`;
  const nibbles = bytes.flatMap((byte) => [byte >> 4, byte & 15]).reverse();
  return `${nibbles.map((nibble) => nibble.toString(16)).join('.')}.ip6.arpa`;
}

/** Resolves with undefined if the device does not answer, and for a failed send. */
export function askForName(address: string, port = MDNS_PORT): Promise<string | undefined> {
  const name = reverseName(address);
  const socket = createSocket(isIPv4(address) ? 'udp4' : 'udp6');
  return new Promise((resolve) => {
    const done = (told?: string): void => {
      clearTimeout(timer);
      socket.removeAllListeners('message').close();
      resolve(told);
    };
    const timer = setTimeout(done, PATIENCE_MS).unref();
    socket.on('error', () => undefined);
    socket.on('message', (message, from) => {
      const told = from.address === address.replace(/%.*$/, '') ? nameIn(message, name) : undefined;
      if (told !== undefined) done(told);
    });
    const question = encode({ type: 'query', id: randomInt(1, 65_536), questions: [{ type: 'PTR', name }] });
    // An error leaves the wait as it is: it ends soon.
    socket.send(question, port, address, () => undefined);
  });
}

function nameIn(message: Buffer, name: string): string | undefined {
  try {
    const { answers = [] } = decode(message);
    return answers.flatMap((each) => (each.type === 'PTR' && each.name === name ? each.data : []))[0];
  } catch {
    return undefined;
  }
}

// Asks by multicast DNS (RFC 6762) over IPv6 who is smgw.local on the link. Needs no rights and no IPv4 address.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { decode, encode, type Answer } from 'dns-packet';
import { GROUP_6, MDNS_PORT } from '../machine/mdns-group.js';
import type { Device } from './device.js';
import { MAX_DEVICES } from './probe.js';
import { Wait, type Patience } from './wait.js';

/** The name that BSI TR-03109-1 suggests, and the service under which EMH gateways are listed. */
export const GATEWAY_NAME = 'smgw.local';
const SERVICE = '_http._tcp.local';
/** A device has a handful; more are kept from nobody's screen by leaving them out. */
const MAX_NAMES = 4;

/** The devices that answer, at the link-local address that they answer from. Rejects if nothing can be sent. */
export async function lookForMdns(link: string, patience: Patience): Promise<Device[]> {
  const devices = new Map<string, Device>();
  const wait = new Wait(patience);
  const socket = createSocket({ type: 'udp6' });
  socket.on('message', (message: Buffer, from: RemoteInfo) => {
    const device = deviceIn(message, from.address, link);
    if (device === undefined || devices.size >= MAX_DEVICES) return;
    devices.set(device.address, device);
    wait.answered();
  });
  try {
    await bound(socket);
    socket.setMulticastInterface(`::%${link}`);
    await ask(socket, link);
    const again = setTimeout(() => void ask(socket, link).catch(() => undefined), patience.longestMs / 3);
    wait.start();
    await wait.over;
    clearTimeout(again);
  } finally {
    wait.end();
    socket.close();
  }
  return [...devices.values()];
}

function bound(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(0, () => {
      socket.off('error', reject).on('error', () => undefined);
      resolve();
    });
  });
}

// From a port of its own, so that the answer comes to this socket alone (RFC 6762 section 6.7).
function ask(socket: Socket, link: string): Promise<void> {
  const question = encode({
    type: 'query',
    questions: [
      { type: 'AAAA', name: GATEWAY_NAME },
      { type: 'A', name: GATEWAY_NAME },
      { type: 'PTR', name: SERVICE },
    ],
  });
  return new Promise((resolve, reject) => {
    socket.send(question, MDNS_PORT, `${GROUP_6}%${link}`, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

/**
 * The device that answers, if it is on this link: the socket hears everybody who guesses its port. Its names are any
 * text of up to 254 bytes: longer ones are not DNS, says the parser.
 */
export function deviceIn(message: Buffer, source: string, link: string): Device | undefined {
  const [host = '', zone] = source.split('%');
  if (!/^fe80:/i.test(host) || zone !== link) return undefined;
  const answers = answersIn(message);
  const names = answers.flatMap((answer) => [answer.name, ...(answer.type === 'PTR' ? [answer.data] : [])]);
  if (names.length === 0) return undefined;
  const others = [...new Set(names)].filter((name) => name.toLowerCase() !== SERVICE);
  return {
    address: `${host}%${link}`,
    names: others.slice(0, MAX_NAMES),
  };
}

function answersIn(message: Buffer): Answer[] {
  try {
    const { type, answers = [] } = decode(message);
    return type === 'response' ? answers : [];
  } catch {
    // Not DNS.
    return [];
  }
}

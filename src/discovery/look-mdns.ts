// Asks for smgw.local by multicast DNS (RFC 6762) over IPv6. Needs neither root nor an IPv4 address.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode, type Answer } from 'dns-packet';
import { GROUP_6, MDNS_PORT } from '../machine/mdns-group.js';
import type { Device } from './device.js';
import { MAX_DEVICES } from './probe.js';
import { Wait, type Patience } from './wait.js';

/** The name that BSI TR-03109-1 suggests, and the service under which EMH gateways are listed. */
const GATEWAY_NAME = 'smgw.local';
const SERVICE = '_http._tcp.local';
/** Names kept of one device: a real one has two or three, and more would fill the screen. */
const MAX_NAMES = 4;

/** The devices that answer, each at the link-local source address of its answer. Rejects if nothing can be sent. */
export async function lookForMdns(link: string, patience: Patience): Promise<Device[]> {
  const devices = new Map<string, Device>();
  const wait = new Wait(patience);
  const socket = createSocket({ type: 'udp6' });
  socket.on('message', (message: Buffer, from: RemoteInfo) => {
    const device = deviceIn(message, from.address, link);
    if (device === undefined || (devices.size >= MAX_DEVICES && !devices.has(device.address))) return;
    // A device may answer each question in a message of its own.
    const { names = [] } = devices.get(device.address) ?? {};
    const all = [...new Set([...names, ...device.names])];
    devices.set(device.address, { ...device, names: all.slice(0, MAX_NAMES) });
    wait.answered();
  });
  try {
    socket.bind(0);
    await once(socket, 'listening');
    socket.on('error', () => undefined);
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

// The source port is not 5353, so that the answer comes by unicast to this socket (RFC 6762 section 6.7).
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
 * The device behind an answer; undefined unless the source is link-local on this link, because any host can send to
 * the port. Names are any text; the parser refuses names over 254 bytes.
 */
export function deviceIn(
  message: Buffer,
  source: string,
  link: string,
): Required<Pick<Device, 'address' | 'names'>> | undefined {
  const [host = '', zone] = source.split('%');
  if (!/^fe80:/i.test(host) || zone !== link) return undefined;
  const answers = answersIn(message);
  const names = answers.flatMap((answer) => [answer.name, ...(answer.type === 'PTR' ? [answer.data] : [])]);
  if (names.length === 0) return undefined;
  const others = [...new Set(names)].filter((name) => name.toLowerCase() !== SERVICE);
  return { address: `${host}%${link}`, names: others.slice(0, MAX_NAMES) };
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

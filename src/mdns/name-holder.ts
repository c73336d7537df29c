// Asks the home network for the device that answers to a name, before this machine claims it.
import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { encode } from 'dns-packet';
import type { OwnNetwork } from '../machine/interfaces.js';
import { GROUP_4, GROUP_6, MDNS_PORT } from '../machine/mdns-group.js';
import { readMessage } from './message.js';

export interface NameQuery {
  /** In lower case, such as `smgw.local`. */
  readonly name: string;
  /** The interface into the home. */
  readonly link: string;
  /** All networks of this machine. */
  readonly own: readonly OwnNetwork[];
  readonly waitMs: number;
  readonly signal?: AbortSignal;
}

/**
 * The address of another device that answers, in either address family; undefined if none does within the time. A
 * service on this machine may have the name already, and does not count. Never rejects.
 */
export async function nameHolder({
  name,
  link,
  own,
  waitMs,
  signal,
}: NameQuery): Promise<string | undefined> {
  const found = new AbortController();
  const over = AbortSignal.any([found.signal, ...(signal ? [signal] : [])]);
  const mine = new Set(own.map(({ address }) => address));
  let holder: string | undefined;
  const heard = (bytes: Buffer, { address }: RemoteInfo): void => {
    const [plain = ''] = address.split('%');
    const message = mine.has(plain) ? undefined : readMessage(bytes, name);
    if (message?.kind !== 'response' || message.answers.length === 0) return;
    holder ??= plain;
    found.abort();
  };
  const families = own.filter((network) => network.interface === link).map(({ family }) => family);
  const asked = [...new Set(families)].map((family) => ask({ name, link, own, family, heard }, over, waitMs));
  await Promise.all(asked);
  return holder;
}

interface Asking extends Pick<NameQuery, 'name' | 'link' | 'own'> {
  readonly family: OwnNetwork['family'];
  readonly heard: (bytes: Buffer, sender: RemoteInfo) => void;
}

/** Asks from a port of its own, so that answers come by unicast (RFC 6762 section 6.7). */
async function ask(
  { name, link, own, family, heard }: Asking,
  over: AbortSignal,
  waitMs: number,
): Promise<void> {
  const isIPv4 = family === 'ipv4';
  const source = own.find((network) => network.interface === link && network.family === family);
  const socket = createSocket(isIPv4 ? 'udp4' : 'udp6');
  // A link that cannot be asked has no holder; the service itself looks again before it claims the name.
  socket.on('error', () => undefined).on('message', heard);
  try {
    socket.bind(0);
    await once(socket, 'listening', { signal: over });
    socket.setMulticastInterface(isIPv4 ? (source?.address ?? '') : `::%${link}`);
    const questions = (['A', 'AAAA'] as const).map((type) => ({ type, name }));
    const group = isIPv4 ? GROUP_4 : `${GROUP_6}%${link}`;
    const query = encode({ type: 'query', questions });
    socket.send(query, MDNS_PORT, group);
    await pause(waitMs, undefined, { signal: over });
  } catch {
    // Found, ended, or without a way to ask.
  } finally {
    socket.close();
  }
}

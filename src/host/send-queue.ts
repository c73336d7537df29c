// Asks the kernel how much of what was written to a socket the other side has not acknowledged.
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { endianness } from 'node:os';
import ipaddr from 'ipaddr.js';

const TABLES = { IPv4: '/proc/self/net/tcp', IPv6: '/proc/self/net/tcp6' } as const;

type Queues = ReadonlyMap<string, number>;

/** The reading under way of a table, and the one that will begin after it, for all who have asked meanwhile. */
interface Readings {
  running: Promise<Queues>;
  next?: Promise<Queues>;
}

const readings = new Map<string, Readings>();

/**
 * The bytes in a connected TCP socket's send queue: written, but not acknowledged by the other side's kernel
 * (`tx_queue` in proc(5), /proc/net/tcp); a FIN counts as one. 0 where that cannot be known: no Linux, no /proc,
 * socket closed.
 */
export async function unacknowledged(socket: Socket): Promise<number> {
  const { localAddress, localPort, remoteAddress, remotePort, remoteFamily } = socket;
  if (localAddress === undefined || remoteAddress === undefined) return 0;
  const queues = await readingAfterNow(TABLES[remoteFamily === 'IPv6' ? 'IPv6' : 'IPv4']);
  return queues.get(`${hex(localAddress, localPort)} ${hex(remoteAddress, remotePort)}`) ?? 0;
}

/**
 * A reading that began after this call: one under way may have passed the socket before it was written to. Those
 * who ask while one is under way share the next, because the kernel walks all its sockets for each.
 */
function readingAfterNow(file: string): Promise<Queues> {
  const known = readings.get(file);
  if (known !== undefined) return (known.next ??= known.running.then(() => begin(file)));
  return begin(file);
}

function begin(file: string): Promise<Queues> {
  const running = readFile(file, 'latin1').then(parseQueues, () => new Map<string, number>());
  const own: Readings = { running };
  readings.set(file, own);
  void running.then(() => {
    if (own.next === undefined) readings.delete(file);
  });
  return running;
}

/** Only the rows with something in the queue: `sl local_address rem_address st tx_queue:rx_queue …`. */
function parseQueues(table: string): Queues {
  const rows = table.matchAll(/^ *\d+: (\S+ \S+) \S+ (?!00000000)([0-9A-F]{8}):/gm);
  return new Map(Array.from(rows, ([, ends = '', queue = '']) => [ends, Number.parseInt(queue, 16)]));
}

/** The kernel prints an address as 32-bit words in the machine's own byte order, and the port as a number. */
function hex(address: string, port = 0): string {
  const bytes = Buffer.from(ipaddr.parse(address).toByteArray());
  if (endianness() === 'LE') bytes.swap32();
  return `${bytes.toString('hex')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}

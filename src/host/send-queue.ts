// Asks the kernel how much of what was written to a socket the other side has not acknowledged.
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { formatEnd, TCP_TABLES } from './proc-net-tcp.js';

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
  const { localAddress, localPort = 0, remoteAddress, remotePort = 0, remoteFamily } = socket;
  if (localAddress === undefined || remoteAddress === undefined) return 0;
  const queues = await readingAfterNow(TCP_TABLES[remoteFamily === 'IPv6' ? 'IPv6' : 'IPv4']);
  return queues.get(`${formatEnd(localAddress, localPort)} ${formatEnd(remoteAddress, remotePort)}`) ?? 0;
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

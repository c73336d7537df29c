// Asks the kernel for the bytes of a socket that the other side has not acknowledged.
import { createReadStream } from 'node:fs';
import { isIPv6 } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { SocketEnds } from '../forward/wire/addresses.js';
import { formatEnd, TCP_TABLES } from './proc-net-tcp.js';

/** The kernel prints a memory page of a table at a time, and larger buffers would only cost. */
const PART_BYTES = 4096;

/** Undefined if the table cannot be read. */
type Queues = ReadonlyMap<string, number> | undefined;

/**
 * After each reading comes a rest of this many times its duration. The kernel walks all its sockets for a reading,
 * also those closed within the last minute. So a client that opens and cuts connections without end would keep this
 * process busy.
 */
const REST = 4;

/** One of the kernel's tables. Callers at about the same time share a reading. */
class Table {
  private busy: Promise<void> | undefined;
  private next: Promise<Queues> | undefined;

  constructor(private readonly file: string) {}

  /** A reading that began after this call: one under way may have passed a socket before it was written to. */
  readAfterNow(): Promise<Queues> {
    if (this.busy === undefined) return this.read();
    return (this.next ??= this.busy.then(() => this.read()));
  }

  private read(): Promise<Queues> {
    const startedAt = performance.now();
    const reading = this.queues().catch(() => undefined);
    this.next = undefined;
    this.busy = reading.then(() => pause((performance.now() - startedAt) * REST)).then(this.onRested);
    return reading;
  }

  private async queues(): Promise<ReadonlyMap<string, number>> {
    const queues = new Map<string, number>();
    let rest = '';
    // In a thread of libuv: one read may walk all of the kernel's hash table, which takes milliseconds.
    const parts = createReadStream(this.file, { encoding: 'latin1', highWaterMark: PART_BYTES });
    for await (const part of parts as AsyncIterable<string>) {
      const text = rest + part;
      const end = text.lastIndexOf('\n') + 1;
      addQueues(queues, text.slice(0, end));
      rest = text.slice(end);
    }
    return queues;
  }

  private readonly onRested = (): void => {
    this.busy = undefined;
  };
}

const TABLES = { IPv4: new Table(TCP_TABLES.IPv4), IPv6: new Table(TCP_TABLES.IPv6) };

/**
 * The bytes in a connected TCP socket's send queue: written, but not acknowledged by the other side's kernel
 * (`tx_queue` in proc(5), /proc/net/tcp). A FIN counts as one; 0 of a socket that is closed. Undefined where that cannot
 * be known: no Linux, no /proc.
 */
export async function unacknowledged({ remote, local }: SocketEnds): Promise<number | undefined> {
  if (local === undefined || remote === undefined) return 0;
  const queues = await TABLES[isIPv6(remote.host) ? 'IPv6' : 'IPv4'].readAfterNow();
  return (
    queues && (queues.get(`${formatEnd(local.host, local.port)} ${formatEnd(remote.host, remote.port)}`) ?? 0)
  );
}

/** Only of the rows with something in the queue: `sl local_address rem_address st tx_queue:rx_queue …`. */
function addQueues(queues: Map<string, number>, rows: string): void {
  const filled = rows.matchAll(/^ *\d+: (\S+ \S+) \S+ (?!00000000)([0-9A-F]{8}):/gm);
  for (const [, ends = '', queue = ''] of filled) queues.set(ends, Number.parseInt(queue, 16));
}

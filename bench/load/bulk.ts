// Bulk transfers as the client sees them: one connection, for a while, every byte counted.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { counters, type Transfer } from './calls.js';
import { CHUNK_BYTES, SEND, STOP, TAKE } from './protocol.js';

// Bytes are counted and forgotten, so all connections of this process may share one buffer.
const SINK = Buffer.allocUnsafe(CHUNK_BYTES);
const CHUNK = Buffer.alloc(CHUNK_BYTES, TAKE);

/** A connection whose incoming bytes are counted and forgotten. */
function open(port: number): Socket {
  const callback = (length: number): boolean => {
    counters.received += length;
    return true;
  };
  return connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: SINK, callback } });
}

/** The target sends for `ms`. The time counts until the last byte has arrived. */
export async function receive(port: number, ms: number): Promise<Transfer> {
  const [before, began] = [counters.received, performance.now()];
  const socket = open(port);
  const closed = once(socket, 'close');
  socket.write(Buffer.of(SEND));
  await Promise.race([sleep(ms), closed]);
  if (socket.closed) throw new Error('the bulk connection ended early');
  socket.write(STOP);
  await closed;
  counters.sent += 2;
  return { bytes: counters.received - before, seconds: (performance.now() - began) / 1000 };
}

/** Sends for `ms`. The time counts until the target, which ends last, has taken the last byte. */
export async function send(port: number, ms: number): Promise<Transfer> {
  const began = performance.now();
  const socket = open(port);
  const closed = once(socket, 'close');
  let bytes = 0;
  const write = (): void => {
    if (performance.now() - began > ms) return void socket.end();
    bytes += CHUNK.length;
    // A write that has been done at once is followed by no 'drain'.
    if (socket.write(CHUNK)) setImmediate(write);
  };
  socket.on('drain', write);
  write();
  await closed;
  counters.sent += bytes;
  return { bytes, seconds: (performance.now() - began) / 1000 };
}

// Bulk transfers as the client sees them: one connection, so many bytes, each counted.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { counters, type Transfer } from './calls.js';
import { CHUNK_BYTES, SEND, STOP, TAKE } from './protocol.js';

// Bytes are counted and forgotten, so all connections of this process may share one buffer.
const SINK = Buffer.allocUnsafe(CHUNK_BYTES);
const CHUNK = Buffer.alloc(CHUNK_BYTES, TAKE);

/** A connection whose incoming bytes are counted and forgotten. */
function open(port: number, onBytes: (length: number) => void): Socket {
  const callback = (length: number): boolean => {
    counters.received += length;
    onBytes(length);
    return true;
  };
  return connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: SINK, callback } });
}

/** The target sends at least so many bytes. The time counts until the last one has arrived. */
export async function receive(port: number, bytes: number): Promise<Transfer> {
  const [before, began] = [counters.received, performance.now()];
  let missing = bytes;
  const socket = open(port, (length) => {
    const isLast = missing > 0 && missing <= length;
    missing -= length;
    if (isLast) socket.write(STOP);
  });
  const closed = once(socket, 'close');
  socket.write(Buffer.of(SEND));
  await closed;
  if (missing > 0) throw new Error('the bulk connection ended early');
  counters.sent += 2;
  return { bytes: counters.received - before, seconds: (performance.now() - began) / 1000 };
}

/** Sends at least so many bytes. The time counts until the target, which ends last, has taken the last byte. */
export async function send(port: number, bytes: number): Promise<Transfer> {
  const began = performance.now();
  const socket = open(port, () => undefined);
  const closed = once(socket, 'close');
  let sent = 0;
  const write = (): void => {
    if (sent >= bytes) return void socket.end();
    sent += CHUNK.length;
    // A write that has been done at once is followed by no 'drain'.
    if (socket.write(CHUNK)) setImmediate(write);
  };
  socket.on('drain', write);
  write();
  await closed;
  counters.sent += sent;
  return { bytes: sent, seconds: (performance.now() - began) / 1000 };
}

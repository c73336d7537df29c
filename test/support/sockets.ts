// Helpers around real sockets: deterministic bytes, reading to the end, waiting for what a socket does.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export const MiB = 1024 * 1024;

/** Bytes that repeat only after a long prime period, so that a lost, doubled or moved piece shows. */
const PERIOD = Buffer.from(Array.from({ length: 65_521 }, (_, i) => (i * 31 + (i >> 8) * 7) & 0xff));

export function bytesFrom(offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let at = 0; at < length;) {
    const start = (offset + at) % PERIOD.length;
    at += PERIOD.copy(bytes, at, start, Math.min(PERIOD.length, start + length - at));
  }
  return bytes;
}

/** Writes `length` bytes of the stream that starts at `offset`, respecting back-pressure; stops early when the socket dies. */
export async function send(socket: Socket, length: number, offset = 0): Promise<void> {
  for (let at = 0; at < length && !socket.destroyed; at += MiB) {
    const piece = bytesFrom(offset + at, Math.min(MiB, length - at));
    if (!socket.write(piece)) await drained(socket);
  }
}

/** Resolves at the next drain, or when there will be none because the socket has closed. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });
}

type Ending = 'FIN' | 'RST';

/** The bytes received until the end of a socket: how many, how it ended, and a digest over all of them. */
export interface ReceivedStream {
  readonly length: number;
  readonly ending: Ending;
  readonly sha256: string;
}

/** Digest of the first `length` bytes that send() sends. */
export const sentSha256 = (length: number): string => {
  const hash = createHash('sha256');
  for (let at = 0; at < length; at += MiB) hash.update(bytesFrom(at, Math.min(MiB, length - at)));
  return hash.digest('hex');
};

/** Lets receive() tell RST from FIN also where libuv confuses them (see Direction): reads one piece at a time. */
export const CAREFUL = { allowHalfOpen: true, noDelay: true, highWaterMark: 1 } as const;

/** Reads a socket made with CAREFUL to its FIN or RST. */
export function receive(socket: Socket): Promise<ReceivedStream> {
  const hash = createHash('sha256');
  let length = 0;
  return new Promise((resolve) => {
    let isOver = false;
    const end = (ending: Ending) => () => {
      if (isOver) return;
      isOver = true;
      resolve({ length, ending, sha256: hash.digest('hex') });
    };
    const readPieces = (): void => {
      for (
        let piece = socket.read() as Buffer | null;
        piece !== null;
        piece = socket.read() as Buffer | null
      ) {
        length += piece.length;
        hash.update(piece);
      }
    };
    socket.on('readable', () => setImmediate(readPieces));
    socket.once('error', () => {
      readPieces();
      end('RST')();
    });
    socket.once('end', () => {
      // On a busy machine it is not careful enough: writing no bytes to a socket that was reset fails.
      if (!socket.writableEnded) socket.write('');
      setImmediate(end('FIN'));
    });
  });
}

/** Reads exactly `length` bytes, then pauses. */
export async function read(socket: Socket, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let left = length;
  while (left > 0) {
    const piece = (socket.read(Math.min(left, socket.readableLength)) ?? null) as Buffer | null;
    if (piece !== null && piece.length > 0) {
      pieces.push(piece);
      left -= piece.length;
    } else await once(socket, 'readable');
  }
  return Buffer.concat(pieces);
}

export async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
}

/** Lets the event loop turn, for what the kernel and Node still have to do after the last event. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}

/** Listens on a free loopback port, or on this one. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Whether something listens on the port, on loopback. */
export async function accepts(port: number, host = '127.0.0.1'): Promise<boolean> {
  const socket = connect({ port, host });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** A port on which nothing listens: bound once, then given back. */
export async function refusedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}

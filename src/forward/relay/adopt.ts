// Gives an accepted socket a new net.Socket that reads into memory of our own. The only file with undocumented API.
import { Socket } from 'node:net';
import { PooledReader } from './pooled-reader.js';
import type { Reader } from './reader.js';
import { StreamReader } from './stream-reader.js';
import { ONREAD_OPTIONS } from './tcp.js';

/** The part of libuv's handle of a socket that is needed here. */
interface Handle {
  readStart(): number;
  readStop(): number;
  useUserBuffer(buffer: Uint8Array): void;
  onread?: unknown;
}

/** Node offers `onread` for sockets that it opens, not for those that it accepts; but it has all it takes. */
type Innards = Socket & { _handle?: Handle | null };

let possible: boolean | undefined;

/**
 * The reader of an accepted socket, which is not to be used any more: the reader's takes its place. Where this
 * version of Node does not allow that, it is read as a stream.
 */
export function readerOf(accepted: Socket): Reader {
  possible ??= tryOut();
  return possible && isIdle(accepted) ? adopt(accepted) : new StreamReader(accepted);
}

/** An error of a dead one would be lost with its handle. */
function isIdle(socket: Socket): boolean {
  return !socket.destroyed && socket.errored === null && socket.writableLength === 0;
}

function adopt(accepted: Innards): Reader {
  const handle = accepted._handle;
  if (!handle) return new StreamReader(accepted);
  // Bytes that wait in it are taken along. A FIN behind them will be read once more.
  const reader = new PooledReader(accepted.read() as Buffer | null);
  accepted._handle = null;
  reader.attach(open(handle, reader));
  return reader;
}

function open(handle: Handle, { onread }: PooledReader): Socket {
  // Measured in this order: with the spread last, or as one literal, a connection costs a fifth more on Node 20.
  const options = { ...ONREAD_OPTIONS, onread, handle, pauseOnCreate: true };
  return new Socket(options);
}

/** Whether this version of Node does with a handle, an imitated one, what it has to do. */
function tryOut(): boolean {
  const reader = new PooledReader();
  const given: Uint8Array[] = [];
  const handle: Handle = {
    readStart: () => 0,
    readStop: () => 0,
    useUserBuffer: (buffer) => given.push(buffer),
  };
  try {
    const socket: Innards = open(handle, reader);
    return socket._handle === handle && given.length === 1 && typeof handle.onread === 'function';
  } catch {
    return false;
  }
}

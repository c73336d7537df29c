// Wires on net.Socket, with public API alone: always there, and used when anything about the other kind is in doubt.
import { connect as connectSocket, type Server, type Socket } from 'node:net';
import type { Endpoint } from '../../config/config.js';
import { errorCode } from '../../error-code.js';
import { endsOf, type SocketEnds } from './addresses.js';
import { ReadMemory } from './read-memory.js';
import { NO_OWNER, type ConnectEvents, type Wire, type WireMaker, type WireReader } from './wire.js';

/** How sockets of both ends are set up. */
const COMMON_OPTIONS = {
  // Without it on both sockets Node closes the whole connection at the first FIN and the reply is lost.
  allowHalfOpen: true,
  noDelay: true,
} as const;

/** For the server whose connections become wires. */
export const SERVER_OPTIONS = {
  ...COMMON_OPTIONS,
  pauseOnConnect: true,
  // One unread piece stops the reading, see SocketWire.
  highWaterMark: 1,
} as const;

const DIALLED_OPTIONS = {
  ...COMMON_OPTIONS,
  // No listener needs 'drain', which Node would emit after every write above this mark.
  writableHighWaterMark: 1_073_741_824,
} as const;

export const socketWires: WireMaker<Server> = { takeAccepted, connect };

function takeAccepted(server: Server, accepted: (wire: Wire) => void): void {
  server.on('connection', (socket) => accepted(new SocketWire(socket)));
}

/** Node offers `onread`, reading into memory of our own, for sockets that it opens and not for those it accepts. */
function connect({ host, port }: Endpoint, events: ConnectEvents, from?: string): () => void {
  const memory = new ReadMemory();
  const onread = { buffer: () => memory.next, callback: (length: number): boolean => wire.onRead(length) };
  const local = from === undefined ? {} : { localAddress: from };
  const socket = connectSocket({ host, port, onread, ...local, ...DIALLED_OPTIONS });
  // Else it begins to read as soon as it is connected.
  socket.pause();
  const wire = new SocketWire(socket, memory);
  const discard = (): void => {
    socket.off('connect', onConnect);
    wire.owner = NO_OWNER;
    socket.destroy();
  };
  const onConnect = (): void => events.onConnect(wire);
  wire.owner = {
    onError: (code) => {
      discard();
      events.onError(code);
    },
    onClose: () => undefined,
  };
  socket.once('connect', onConnect);
  return discard;
}

const NOTHING = Buffer.alloc(0);

/**
 * An RST right behind data reaches JavaScript as if it were a FIN: libuv 1.46 (Node 20) takes POLLHUP after a short
 * read for EOF. A cut-off answer would look complete, so every EOF is doubted: writing no bytes to a socket that was
 * reset fails. After end() nothing can be written. Then the socket is not read while a piece is handled: libuv reports
 * an RST as an error if it comes in the meantime.
 */
class SocketWire implements Wire {
  owner = NO_OWNER;
  private reader: WireReader | undefined;
  /** The last piece is still the reader's. */
  private isLent = false;
  /** A socket that is resumed and paused in one tick still reads once. */
  private unread: Buffer = NOTHING;
  private isCareful = false;
  private hasFin = false;

  /** @param memory of a socket with `onread`; others are read as streams, into new memory for every piece */
  constructor(
    private readonly socket: Socket,
    private readonly memory?: ReadMemory,
  ) {
    socket.on('error', this.onError).on('close', this.onClose);
  }

  get isOpen(): boolean {
    return !this.socket.destroyed;
  }

  get ends(): SocketEnds {
    return endsOf(this.socket);
  }

  get unsent(): number {
    return this.socket.writableLength;
  }

  read(reader: WireReader): void {
    if (!this.isOpen) return;
    if (this.reader === undefined) this.listen();
    this.reader = reader;
    const bytes = this.unread;
    this.unread = NOTHING;
    if (bytes.length === 0 || reader.onPiece(bytes)) this.resume();
    else this.isLent = true;
  }

  private listen(): void {
    const { socket } = this;
    socket.on('end', this.onEnd);
    if (this.memory !== undefined) return;
    if (this.isCareful) socket.on('readable', this.onReadable);
    else socket.on('data', this.onData);
  }

  resume(): void {
    this.isLent = false;
    this.memory?.settle();
    if (this.reader === undefined) return;
    // A socket that has been read before may have fired 'end' already.
    if (this.socket.readableEnded) this.onEnd();
    else if (this.memory === undefined && this.isCareful) this.onReadable();
    else this.socket.resume();
  }

  stop(): void {
    this.reader = undefined;
    // After off('readable') Node lets the socket flow in the next tick, with any listener it has by then.
    if (this.isCareful) this.socket.off('readable', this.onReadable);
    this.socket.off('data', this.onData).off('end', this.onEnd).pause();
  }

  /** @returns false: the socket must not be read any more */
  onRead(length: number): boolean {
    const { memory, reader } = this;
    if (memory === undefined) return false;
    if (reader === undefined) {
      this.unread = Buffer.concat([this.unread, memory.piece(length)]);
      return false;
    }
    const piece = memory.piece(length);
    memory.choose(length);
    this.isLent = true;
    this.isLent = !reader.onPiece(piece);
    if (this.isLent) return false;
    memory.settle();
    if (this.isCareful) setImmediate(this.readOn);
    return !this.isCareful;
  }

  /** A resume() in between may have brought the next piece, which is the reader's. */
  private readonly readOn = (): void => {
    if (!this.isLent) this.resume();
  };

  /** At most one piece (64 KiB, Node's read size) is at the reader, and one more in the socket. */
  private readonly onData = (piece: Buffer): void => {
    const { reader } = this;
    if (reader?.onPiece(piece) !== false) return;
    this.isLent = true;
    if (this.reader === reader && !this.isCareful) this.socket.pause();
  };

  /** Not read at once: the socket must have stopped reading by the time its next piece is looked for. */
  private readonly onReadable = (): void => {
    setImmediate(this.readPieces);
  };

  private readonly readPieces = (): void => {
    while (this.reader !== undefined && !this.isLent) {
      const piece = this.socket.read() as Buffer | null;
      if (piece === null) return;
      this.onData(piece);
    }
  };

  private readonly onEnd = (): void => {
    // The error comes at the latest when this tick's other events are through.
    this.probe();
    setImmediate(this.onFin);
  };

  private readonly onFin = (): void => {
    const { reader } = this;
    if (this.hasFin || this.socket.errored !== null || reader === undefined) return;
    this.hasFin = true;
    reader.onFin();
  };

  /** Bytes that a dead socket has left in its buffer came before its error. */
  private readonly onError = (error: Error): void => {
    if (this.memory === undefined) this.readPieces();
    this.owner.onError(errorCode(error));
  };

  private readonly onClose = (): void => {
    // A socket that has ended both ways may close before the tick in which its FIN is believed.
    if (this.socket.readableEnded) this.onFin();
    this.reader = undefined;
    this.memory?.close();
    if (!this.isLent) this.memory?.settle();
    this.owner.onClose();
  };

  /** write()'s own answer is `false` for every piece above the high-water mark, also when the kernel has taken it. */
  write(piece: Uint8Array, onTaken: () => void): boolean {
    if (!this.isOpen) return false;
    this.socket.write(piece);
    if (this.socket.writableLength === 0) return this.socket.errored === null;
    this.socket.write(NOTHING, (error) => {
      // Node reports pieces that destroy() has cancelled without an error.
      if (!error && !this.socket.destroyed && this.socket.writableLength === 0) onTaken();
    });
    return false;
  }

  end(): void {
    this.socket.end();
    if (this.isCareful) return;
    this.isCareful = true;
    if (this.memory !== undefined || this.reader === undefined) return;
    this.socket.off('data', this.onData).on('readable', this.onReadable);
  }

  /** libuv refuses an RST while a FIN is on its way to the kernel, for a tick or so (uv_tcp_close_reset). */
  reset(): void {
    const { socket } = this;
    this.stop();
    const isFinishing = socket.writableEnded && !socket.writableFinished && socket.writableLength === 0;
    if (isFinishing) socket.destroy();
    else socket.resetAndDestroy();
  }

  close(): void {
    this.stop();
    this.socket.destroy();
  }

  probe(): void {
    if (!this.socket.writableEnded) this.socket.write(NOTHING);
  }

  keepAlive(delayMs: number): void {
    this.socket.setKeepAlive(true, delayMs);
  }
}

// Wires on libuv's TCP handles, without net.Socket: the only file with undocumented API of Node.
import { isIPv6, type Server } from 'node:net';
import { getSystemErrorName } from 'node:util';
import type { Endpoint } from '../../config/config.js';
import { endpoint, type SocketEnds, type SocketName } from './addresses.js';
import { ReadMemory } from './read-memory.js';
import { NO_OWNER, type ConnectEvents, type Wire, type WireMaker, type WireReader } from './wire.js';

/** src/tcp_wrap.cc and src/stream_base.cc of Node, and `wire`, which is ours. Numbers below 0 are errnos. */
interface TcpHandle {
  wire: HandleWire;
  readonly writeQueueSize: number;
  /** Any result but undefined and a buffer ends the process. A buffer is where the next read goes. */
  onread: (this: TcpHandle) => Buffer | undefined;
  useUserBuffer(memory: Buffer): void; // without a reference to it
  readStart(): number;
  readStop(): number;
  writeBuffer(request: Request, piece: Uint8Array): number;
  shutdown(request: Request): number;
  reset(onClosed: () => void): number;
  close(onClosed?: () => void): void;
  bind(address: string, port: number): number;
  bind6(address: string, port: number, flags: number): number;
  connect(request: Request, address: string, port: number): number;
  connect6(request: Request, address: string, port: number): number;
  getpeername(name: SocketName): number;
  getsockname(name: SocketName): number;
  setNoDelay(isOn: boolean): number;
  setKeepAlive(isOn: boolean, delaySeconds: number): number;
}

interface Request {
  oncomplete: (status: number) => void;
  /** Ours: libuv holds no reference to memory that waits. */
  piece?: Uint8Array;
}
type OnConnection = (status: number, handle?: TcpHandle) => void;
type Requests = Readonly<Record<'TCPConnectWrap' | 'WriteWrap' | 'ShutdownWrap', new () => Request>>;
type StatePlaces = Readonly<Record<'kReadBytesOrError' | 'kLastWriteWasAsync', number>>;
/** `streamBaseState` holds results of the last call or event. */
interface Bindings extends Requests, StatePlaces {
  readonly TCP: new (type: number) => TcpHandle;
  readonly streamBaseState: Int32Array;
}

let node: Bindings;
let spare: Request | undefined; // as new after a write that was complete at once
/** Where the last piece of all was read: an EOF made of an RST comes right behind a piece of the same wire. */
let lastRead: ReadMemory | undefined;

/** @throws if process.binding() is missing, forbidden, or would end the process */
export function handleWires(): WireMaker<Server> {
  if (process.throwDeprecation) throw new Error('--throw-deprecation is set');
  const { binding } = process as unknown as { binding: (name: string) => Bindings };
  node = { ...binding('tcp_wrap'), ...binding('stream_wrap') };
  return { takeAccepted, connect };
}

function takeAccepted(server: Server, accepted: (wire: Wire) => void): void {
  const { _handle: listening } = server as unknown as { _handle: { onconnection: OnConnection } };
  const { onconnection } = listening;
  listening.onconnection = (status, handle) => {
    if (handle === undefined) onconnection.call(listening, status);
    else accepted(new HandleWire(handle));
  };
}

function connect({ host, port }: Endpoint, events: ConnectEvents, from?: string): () => void {
  const handle = new node.TCP(0 /* SOCKET */);
  const request = new node.TCPConnectWrap();
  request.oncomplete = (status) => {
    if (status !== 0) handle.close();
    if (status !== 0) events.onError(getSystemErrorName(status));
    else events.onConnect(new HandleWire(handle));
  };
  let status = from === undefined ? 0 : bind(handle, from);
  if (status === 0)
    status = isIPv6(host) ? handle.connect6(request, host, port) : handle.connect(request, host, port);
  if (status !== 0) setImmediate(() => request.oncomplete(status));
  return () => {
    request.oncomplete = () => undefined;
    handle.close();
  };
}

function bind(handle: TcpHandle, from: string): number {
  return isIPv6(from) ? handle.bind6(from, 0, 0) : handle.bind(from, 0);
}

/** libuv answers some calls with an abort; `isOpen`, `sending` and `receiving` keep every method from making them. */
class HandleWire implements Wire {
  owner = NO_OWNER;
  isOpen = true;
  /** `ending`: FIN waits behind pieces; `shutting`: libuv sends it. */
  private sending: 'open' | 'ending' | 'shutting' | 'ended' = 'open';
  /** `doubted`: the EOF may be an RST in disguise, and is read again. */
  private receiving: 'open' | 'doubted' | 'ended' = 'open';
  private reader: WireReader | undefined;
  private readonly memory = new ReadMemory();
  /** The last piece is still the reader's. */
  private isLent = false;
  private waitingPieces = 0;
  private writeError: string | undefined;

  constructor(private readonly handle: TcpHandle) {
    handle.wire = this;
    handle.onread = onRead;
    handle.useUserBuffer(this.memory.next);
    handle.setNoDelay(true);
  }

  get unsent(): number {
    return this.isOpen ? this.handle.writeQueueSize : 0;
  }

  get ends(): SocketEnds {
    const [peer, own]: [SocketName, SocketName] = [{}, {}];
    if (this.isOpen && this.handle.getsockname(own) === 0) this.handle.getpeername(peer);
    return { remote: endpoint(peer), local: endpoint(own) };
  }

  read(reader: WireReader): void {
    this.reader = reader;
    this.resume();
  }

  resume(): void {
    this.isLent = false;
    this.memory.settle();
    if (this.isOpen && this.reader !== undefined && this.receiving !== 'ended') this.handle.readStart();
  }

  stop(): void {
    this.reader = undefined;
    if (this.isOpen) this.handle.readStop();
  }

  onRead(length: number): Buffer | undefined {
    const { memory, reader } = this;
    if (!this.isOpen || reader === undefined) return undefined;
    if (length < 0) this.onReadEnd(getSystemErrorName(length));
    if (length <= 0) return undefined; // 0: nothing was there after all
    lastRead = memory;
    const piece = memory.piece(length);
    memory.choose(length);
    this.isLent = true;
    this.isLent = !reader.onPiece(piece);
    if (!this.isLent) memory.settle();
    else if (this.reader === reader) this.handle.readStop();
    return memory.next;
  }

  /** libuv 1.46 (Node 20) makes EOF of an RST right behind data; every version does so after a failed write. */
  private onReadEnd(code: string): void {
    const isEof = code === 'EOF' && this.writeError === undefined;
    const isCertain = lastRead !== this.memory || this.receiving === 'doubted';
    if (isEof && (isCertain || this.handle.getpeername({}) === 0)) {
      this.receiving = 'ended';
      this.reader?.onFin();
      if (this.sending === 'ended') this.close();
    } else if (isEof && this.sending === 'ended') {
      this.receiving = 'doubted';
      this.handle.readStart();
    } else this.fail(this.writeError ?? (code === 'EOF' ? 'ECONNRESET' : code));
  }

  write(piece: Uint8Array, onTaken: () => void): boolean {
    if (!this.isOpen || this.sending !== 'open') return false;
    const request = (spare ??= new node.WriteWrap());
    const status = this.handle.writeBuffer(request, piece);
    if (status !== 0) this.onWriteError(status);
    else if (node.streamBaseState[node.kLastWriteWasAsync] === 0) return true;
    else {
      spare = undefined;
      this.waitingPieces += 1;
      request.piece = piece;
      request.oncomplete = (result) => this.onWritten(result, onTaken);
    }
    return false;
  }

  private onWritten(status: number, onTaken: () => void): void {
    this.waitingPieces -= 1;
    if (status < 0) this.onWriteError(status);
    else if (this.isOpen) onTaken();
    if (this.waitingPieces === 0 && this.sending === 'ending' && this.isOpen) this.shutDown();
  }

  /** Bytes from before an RST can still be read, and behind them an error or EOF; unless the reader waits, perhaps for us. */
  private onWriteError(status: number): void {
    const code = (this.writeError ??= getSystemErrorName(status));
    const isReset = code === 'ECONNRESET' || code === 'EPIPE';
    const isRead = this.reader !== undefined && this.receiving !== 'ended' && !this.isLent;
    if (!isReset || !isRead) process.nextTick(() => this.fail(code));
  }

  end(): void {
    if (!this.isOpen || this.sending !== 'open') return;
    this.sending = 'ending';
    if (this.waitingPieces > 0) return;
    if (this.receiving === 'ended') this.close();
    else this.shutDown();
  }

  /** Sends FIN, as close() does. Not before all pieces are taken: libuv refuses an RST while a FIN waits, and leaks. */
  private shutDown(): void {
    this.sending = 'shutting';
    const request = new node.ShutdownWrap();
    request.oncomplete = (result) => this.onShutDown(result);
    const status = this.handle.shutdown(request);
    if (status !== 0) this.onShutDown(status);
  }

  private onShutDown(status: number): void {
    this.sending = 'ended';
    if (status < 0) this.onWriteError(status);
    else if (this.receiving === 'ended') this.close();
  }

  /** A FIN that libuv is sending has all bytes before it, so that a second one cuts nothing off. */
  reset(): void {
    this.close(this.sending === 'shutting' ? 'FIN' : 'RST');
  }

  probe(): void {
    if (!this.isOpen || this.sending === 'ended' || this.handle.getpeername({}) === 0) return;
    process.nextTick(() => this.fail('ECONNRESET'));
  }

  keepAlive(delayMs: number): void {
    if (this.isOpen) this.handle.setKeepAlive(true, delayMs / 1000);
  }

  private fail(code: string): void {
    if (!this.isOpen) return;
    this.reset();
    this.owner.onError(code);
  }

  close(how: 'FIN' | 'RST' = 'FIN'): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.reader = undefined;
    this.memory.close();
    if (!this.isLent) this.memory.settle();
    const onClosed = (): void => this.owner.onClose();
    // reset() with an error has not begun to close; after its success close() would take the callback away.
    if (how === 'FIN' || this.handle.reset(onClosed) !== 0) this.handle.close(onClosed);
  }
}

function onRead(this: TcpHandle): Buffer | undefined {
  return this.wire.onRead(node.streamBaseState[node.kReadBytesOrError] ?? 0);
}

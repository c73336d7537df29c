// Both kinds of wires, and single wires of each kind with the other side's socket.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { NameDialler } from '../../src/forward/target/dial.js';
import { Names, type Lookup } from '../../src/forward/target/names.js';
import { handleWires } from '../../src/forward/wire/handle-wire.js';
import { SERVER_OPTIONS, socketWires } from '../../src/forward/wire/socket-wire.js';
import type { Dialler, Wire, WireMaker, WireReader } from '../../src/forward/wire/wire.js';
import { lookUp } from '../../src/machine/lookup.js';
import { CAREFUL, closed, listen } from './sockets.js';

/** The tests of one kind are those of the other. */
export const WIRES = [
  ['handles', handleWires()],
  ['sockets', socketWires],
] as const;

/** Wires that names can be dialled with, looked up as this machine does. */
export function nameDialler({ connect: connectWire }: Dialler, lookup: Lookup = lookUp): NameDialler {
  return { connect: connectWire, names: new Names(lookup) };
}

/** Our side of a connection, and the socket at its other end. */
export interface WireEnds {
  readonly wire: Wire;
  readonly theirs: Socket;
}

/** Wires of one test; stop() is owed. */
export class OpenWires {
  private readonly opened: WireEnds[] = [];

  constructor(private readonly wires: WireMaker<Server>) {}

  /** Our side as a listener hands it over. */
  async accepted(): Promise<WireEnds> {
    const server = createServer(SERVER_OPTIONS);
    const port = await listen(server);
    const wire = new Promise<Wire>((resolve) => {
      this.wires.takeAccepted(server, resolve);
    });
    const theirs = connect({ port, host: '127.0.0.1', ...CAREFUL });
    await once(theirs, 'connect');
    return this.note(server, await wire, theirs);
  }

  /** Our side as it is dialled. */
  async dialled(): Promise<WireEnds> {
    const server = createServer(CAREFUL);
    const port = await listen(server);
    const theirs = once(server, 'connection') as Promise<[Socket]>;
    const wire = new Promise<Wire>((onConnect, reject) => {
      const onError = (code: string): void => {
        reject(new Error(code));
      };
      this.wires.connect({ host: '127.0.0.1', port }, { onConnect, onError });
    });
    return this.note(server, await wire, (await theirs)[0]);
  }

  async stop(): Promise<void> {
    for (const { wire, theirs } of this.opened.splice(0)) {
      wire.reset();
      wire.resume();
      theirs.destroy();
      await closed(theirs);
    }
  }

  private note(server: Server, wire: Wire, theirs: Socket): WireEnds {
    server.close();
    theirs.on('error', () => undefined);
    const ends = { wire, theirs };
    this.opened.push(ends);
    return ends;
  }
}

/** Notes the calls that a wire makes, as words. */
export class CallLog implements WireReader {
  readonly calls: string[] = [];
  received = 0;
  private wake: () => void = () => undefined;

  constructor(readonly wire: Wire) {
    wire.owner = this;
  }

  onPiece(piece: Uint8Array): boolean {
    this.received += piece.length;
    return this.note('piece');
  }

  onFin(): void {
    this.note('FIN');
  }

  onError(code: string): void {
    this.note(code);
  }

  onClose(): void {
    this.note('close');
  }

  /** Resolves when this has been called. */
  async until(call: string): Promise<void> {
    while (!this.calls.includes(call)) await new Promise<void>((resolve) => (this.wake = resolve));
  }

  private note(call: string): true {
    if (call !== 'piece' || this.calls.at(-1) !== 'piece') this.calls.push(call);
    this.wake();
    return true;
  }
}

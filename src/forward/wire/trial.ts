// Proves a kind of wires on real loopback connections: bytes, back-pressure, memory, FIN and RST.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { SERVER_OPTIONS } from './socket-wire.js';
import type { Wire, WireMaker, WireOwner, WireReader } from './wire.js';

/** A trial takes a few ms; after so long an event has got lost. */
const TRIAL_LIMIT_MS = 5000;
/** More than the kernel holds for a receiver that does not read. */
const MOST_BYTES = 134_217_728;
/** To connect from. The kernel would choose 127.0.0.1. */
const OWN = '127.0.0.2';
/** Its bytes at `offset % PERIOD` follow those before in the stream. */
const PERIOD = 65_521;
const PATTERN = Buffer.allocUnsafe(PERIOD * 2);

/** @throws Error naming what went wrong */
export async function proveWires(wires: WireMaker<Server>): Promise<void> {
  for (let i = 0; i < PERIOD; i += 1) PATTERN[i] = i * 31 + (i >> 8) * 7;
  PATTERN.copyWithin(PERIOD, 0, PERIOD);
  const server = createServer(SERVER_OPTIONS);
  const ends: End[] = [];
  const trial = prove(wires, server, ends);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('an event did not come')), TRIAL_LIMIT_MS);
  });
  try {
    await Promise.race([trial, late]);
  } finally {
    clearTimeout(timer);
    server.close();
    for (const { wire } of ends) wire.reset();
  }
}

async function prove(wires: WireMaker<Server>, server: Server, ends: End[]): Promise<void> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  let onAccepted: (wire: Wire) => void;
  wires.takeAccepted(server, (wire) => onAccepted(wire));
  const connected = async (from?: string): Promise<End> => {
    const accepted = new Promise<End>((resolve) => (onAccepted = (wire) => resolve(new End(wire))));
    const dialled = new Promise<End>((resolve, reject) => {
      wires.connect(
        { host: '127.0.0.1', port },
        {
          onConnect: (wire) => resolve(new End(wire)),
          onError: (code) => reject(new Error(`connecting failed: ${code}`)),
        },
        from,
      );
    });
    const [one, other] = await Promise.all([accepted, dialled]);
    [one.peer, other.peer] = [other, one];
    ends.push(one, other);
    return one;
  };
  for (const end of [await connected(), (await connected()).peer]) {
    await proveBytes(end);
    await proveFin(end);
  }
  const one = await connected(OWN);
  expect(one.wire.ends.remote?.host === OWN, 'the own address was not taken');
  one.wire.reset();
  await one.peer.until(({ isClosed }) => isClosed);
  expect(one.peer.error === 'ECONNRESET' && !one.peer.hasFin, 'an RST did not arrive');
}

/** More than the kernel takes, while the other end holds its first piece. */
async function proveBytes(from: End): Promise<void> {
  const to = from.peer;
  to.isHolding = true;
  let written = 0;
  let isTaken = false;
  const onTaken = (): void => {
    isTaken = true;
    from.changed();
  };
  const write = (): boolean => {
    const at = written % PERIOD;
    written += PERIOD;
    return from.wire.write(PATTERN.subarray(at, at + PERIOD), onTaken);
  };
  while (write()) expect(written < MOST_BYTES, 'there was no back-pressure');
  await to.until(({ held }) => held !== undefined);
  await new Promise(setImmediate);
  expect(isRight(to.held, 0) && to.received === to.held?.length, 'memory was read into too early');
  to.isHolding = false;
  to.wire.resume();
  await from.until(() => isTaken);
  await to.until(({ received }) => received === written);
  expect(from.wire.unsent === 0, 'bytes stayed unsent');
}

async function proveFin(from: End): Promise<void> {
  from.wire.end();
  await from.peer.until(({ hasFin }) => hasFin);
  expect(from.wire.isOpen && from.peer.wire.isOpen, 'one FIN closed both directions');
  from.peer.wire.end();
  for (const end of [from, from.peer]) {
    await end.until(({ isClosed }) => isClosed);
    expect(end.hasFin && end.error === undefined, 'a FIN did not arrive');
  }
}

class End implements WireReader, WireOwner {
  peer: End = this;
  received = 0;
  private hasRightBytes = true;
  /** Returns false for the next piece, and keeps it. */
  isHolding = false;
  held: Uint8Array | undefined;
  hasFin = false;
  error: string | undefined;
  isClosed = false;
  private wake: () => void = () => undefined;

  constructor(readonly wire: Wire) {
    wire.owner = this;
    wire.read(this);
  }

  onPiece(piece: Uint8Array): boolean {
    this.hasRightBytes &&= isRight(piece, this.received);
    this.received += piece.length;
    if (this.isHolding) this.held = piece;
    this.changed();
    return !this.isHolding;
  }

  onFin(): void {
    this.hasFin = true;
    this.changed();
  }

  onError(code: string): void {
    this.error = code;
    this.changed();
  }

  onClose(): void {
    this.isClosed = true;
    this.changed();
  }

  changed(): void {
    this.wake();
  }

  async until(condition: (end: this) => boolean): Promise<void> {
    while (!condition(this)) {
      await new Promise<void>((resolve) => (this.wake = resolve));
      expect(this.hasRightBytes, 'bytes changed on their way');
    }
  }
}

function isRight(piece: Uint8Array | undefined, offset: number): boolean {
  for (let at = 0; piece !== undefined && at < piece.length; at += PERIOD) {
    const expected = PATTERN.subarray((offset + at) % PERIOD);
    const length = Math.min(PERIOD, piece.length - at);
    if (expected.compare(piece, at, at + length, 0, length) !== 0) return false;
  }
  return true;
}

function expect(condition: boolean, failure: string): void {
  if (!condition) throw new Error(failure);
}

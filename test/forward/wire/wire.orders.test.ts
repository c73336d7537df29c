// Every order of calls and events: libuv would end this process for a wrong call, and memory with two owners would show.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { WireOwner, WireReader } from '../../../src/forward/wire/wire.js';
import { bytesFrom, MiB } from '../../support/sockets.js';
import { OpenWires, WIRES, type WireEnds } from '../../support/wires.js';

const RUNS = 400;

/** Does the steps, and keeps book of what they may lead to. */
class Run implements WireReader, WireOwner {
  private readonly calls: string[] = [];
  /** Not thrown: most are found in callbacks of libuv. */
  private readonly problems: string[] = [];
  private received = 0;
  private written = 0;
  private taken = 0;
  private theyWrote = 0;
  private theyReceived = 0;
  isHolding = false;
  private held: { readonly piece: Uint8Array; readonly at: number } | undefined;
  hasEnded = false;
  hasFinished = false;
  theyEnded = false;
  private theyCut = false;
  private isInCall = false;

  constructor(private readonly ends: WireEnds) {
    ends.wire.owner = this;
    ends.theirs.on('data', (piece: Buffer) => {
      this.expect(piece.equals(bytesFrom(this.theyReceived, piece.length)), 'other bytes arrived');
      this.theyReceived += piece.length;
    });
    ends.theirs.pause();
  }

  async do(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if (step.startsWith('turn')) await new Promise(setImmediate);
      else this.call(step);
      this.checkHeld();
    }
    this.ends.wire.reset();
    while (!this.calls.includes('close')) await new Promise(setImmediate);
    this.ends.wire.resume();
    this.expect(this.taken <= this.written && this.theyReceived <= this.written, 'more than was written');
    assert.deepEqual(this.problems, []);
  }

  private call(step: Step): void {
    this.isInCall = true;
    STEPS[step](this, this.ends);
    this.isInCall = false;
  }

  letGo(): void {
    this.checkHeld();
    this.held = undefined;
    this.isHolding = false;
  }

  write(length: number): void {
    if (this.hasEnded) return;
    const piece = bytesFrom(this.written, length);
    const end = (this.written += length);
    if (this.ends.wire.write(piece, () => (this.taken = end))) this.taken = end;
  }

  theyWrite(length: number): void {
    if (this.theyEnded || this.theyCut) return;
    this.ends.theirs.write(bytesFrom(this.theyWrote, length));
    this.theyWrote += length;
  }

  theyCutIt(): void {
    const { theirs } = this.ends;
    // While a FIN is being sent libuv refuses an RST, and leaks the handle.
    if (theirs.writableEnded && !theirs.writableFinished) return;
    this.theyCut = true;
    theirs.resetAndDestroy();
  }

  private expect(isRight: boolean, problem: string): void {
    if (!isRight) this.problems.push(problem);
  }

  private checkHeld(): void {
    if (this.held === undefined) return;
    const { piece, at } = this.held;
    this.expect(bytesFrom(at, piece.length).equals(piece), 'a piece was changed while it was held');
  }

  private note(call: string): void {
    this.expect(!this.calls.includes('close'), `${call} after close`);
    this.calls.push(call);
  }

  onPiece(piece: Uint8Array): boolean {
    this.expect(this.held === undefined, 'a piece behind one that is held');
    this.expect(!this.calls.includes('FIN') && !this.calls.includes('error'), 'a piece after the end');
    this.expect(bytesFrom(this.received, piece.length).equals(piece), 'other bytes came');
    this.held = this.isHolding ? { piece, at: this.received } : undefined;
    this.received += piece.length;
    this.expect(this.received <= this.theyWrote, 'more than was sent');
    return !this.isHolding;
  }

  onFin(): void {
    this.expect(this.theyEnded, 'a FIN that was not sent');
    this.expect(!this.calls.includes('FIN') && !this.calls.includes('error'), 'FIN after the end');
    this.expect(this.theyCut || this.received === this.theyWrote, 'a FIN before the last byte');
    this.note('FIN');
  }

  onError(code: string): void {
    this.expect(!this.isInCall, 'an error from within a call');
    this.expect(this.theyCut || this.theyEnded || this.hasFinished, `${code} without a reason`);
    this.expect(!this.calls.includes('error'), 'a second error');
    this.note('error');
  }

  onClose(): void {
    this.note('close');
  }
}

type Action = (run: Run, ends: WireEnds) => void;

/** As many turns as other steps would rarely let anything happen. */
const STEPS = {
  read: (run, { wire }) => {
    run.letGo();
    wire.read(run);
  },
  resume: (run, { wire }) => {
    run.letGo();
    wire.resume();
  },
  stop: (_, { wire }) => wire.stop(),
  hold: (run) => (run.isHolding = true),
  write: (run) => run.write(700),
  'write much': (run) => run.write(MiB),
  end: (run, { wire }) => {
    run.hasEnded = true;
    wire.end();
  },
  reset: (run, { wire }) => {
    run.hasFinished = true;
    wire.reset();
  },
  close: (run, { wire }) => {
    run.hasFinished = true;
    wire.close();
  },
  probe: (_, { wire }) => wire.probe(),
  'keep-alive': (_, { wire }) => wire.keepAlive(60_000),
  'they write': (run) => run.theyWrite(900),
  'they write much': (run) => run.theyWrite(MiB),
  'they read': (_, { theirs }) => theirs.resume(),
  'they end': (run, { theirs }) => {
    run.theyEnded = true;
    theirs.end();
  },
  'they cut': (run) => run.theyCutIt(),
  'turn 1': () => undefined,
  'turn 2': () => undefined,
  'turn 3': () => undefined,
} satisfies Record<string, Action>;
type Step = keyof typeof STEPS;

for (const [how, wires] of WIRES) {
  describe(`wires made of ${how}`, () => {
    for (const side of ['accepted', 'dialled'] as const) {
      it(`keep their contract in every order of calls and events (${side})`, async () => {
        const steps = fc.array(fc.constantFrom(...(Object.keys(STEPS) as Step[])), {
          minLength: 3,
          maxLength: 40,
        });
        const property = fc.asyncProperty(steps, async (order) => {
          const open = new OpenWires(wires);
          try {
            await new Run(await open[side]()).do(order);
          } finally {
            await open.stop();
          }
        });
        await fc.assert(property, { numRuns: RUNS });
      });
    }
  });
}

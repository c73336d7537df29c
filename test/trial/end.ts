// One end of a connection of the soak: acts out its script on a real socket and notes what it sent and received.
import type { Socket } from 'node:net';
import { setImmediate as turn, setTimeout as passed } from 'node:timers/promises';
import { errorCode } from '../../src/error-code.js';
import type { Side } from '../../src/forward/outcome.js';
import { HEADER_BYTES, header, Pattern, PIECE_BYTES } from './pattern.js';
import type { CutKind, Plan, PlanLimits, Script } from './plan.js';
import { Random } from './random.js';

/** The report of one end after its socket has closed. */
export interface EndReport {
  /** The number of the plan by which the other side said it sends; undefined if its first bytes did not come. */
  readonly heard: number | undefined;
  /** Bytes handed to the socket; when the connection was cut, not all of them need have left. */
  readonly sent: number;
  /** The FIN has been handed to the kernel, behind all bytes sent. */
  readonly sentFin: boolean;
  readonly received: number;
  readonly receivedFin: boolean;
  /** Index in the received stream of the first byte that is wrong. */
  readonly wrongAt: number | undefined;
  /** The errno name: how an RST from the other side shows. */
  readonly error: string | undefined;
  /** This end left early by itself. */
  readonly cut: CutKind | undefined;
}

type Draft = { -readonly [Key in keyof EndReport]: EndReport[Key] };

/** Owns its socket, which must be made with CAREFUL: otherwise Node 20 takes an RST for a FIN now and then. */
export class End {
  readonly report: Draft = {
    heard: undefined,
    sent: 0,
    sentFin: false,
    received: 0,
    receivedFin: false,
    wrongAt: undefined,
    error: undefined,
    cut: undefined,
  };
  /** The script's end: the socket is closed. */
  readonly closed: Promise<void>;
  private plan: Plan | undefined;
  private head: Buffer = Buffer.alloc(0);
  private expected: Pattern | undefined;
  private isStalled = false;
  private hasStalled = false;
  private wake: () => void = () => undefined;

  /**
   * @param heard called once the other side's plan number is known, or known not to come (undefined)
   */
  constructor(
    private readonly socket: Socket,
    private readonly side: Side,
    private readonly limits: PlanLimits,
    private readonly heard: (plan: number | undefined) => void,
  ) {
    socket.on('readable', () => setImmediate(this.readPieces)).on('end', this.onFin);
    socket.on('error', this.onError).on('drain', () => {
      this.wake();
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.report.sentFin = socket.writableFinished;
        this.wake();
        resolve();
      });
    });
  }

  /** Begins to act out this side's part of `plan`. */
  async follow(plan: Plan): Promise<void> {
    this.plan = plan;
    const random = new Random(this.limits.seed, plan.number, this.side === 'client' ? 1 : 2);
    const pattern = new Pattern(this.limits.seed, plan.number, this.side);
    const script = plan[this.side];
    while (!this.isOver()) {
      if (this.isTimeToCut(script.cut?.of === 'sent', this.report.sent)) this.cut();
      else if (this.report.sent < this.allowed(plan)) await this.write(plan, pattern, random);
      else if (this.report.sent === script.size && this.mayClose(plan)) break;
      else await this.change();
    }
    if (!this.isOver()) this.socket.end();
  }

  /** Ends the connection at once: in the way its script says, or as told. */
  cut(kind: CutKind = this.script?.cut?.kind ?? 'reset'): void {
    if (this.isOver()) return;
    const { socket } = this;
    // While a FIN is on its way to the kernel libuv refuses to reset.
    const isFinishing = socket.writableEnded && !socket.writableFinished;
    this.report.cut = isFinishing ? 'close' : kind;
    if (this.report.cut === 'close') socket.destroy();
    else socket.resetAndDestroy();
  }

  private get script(): Script | undefined {
    return this.plan?.[this.side];
  }

  private isOver(): boolean {
    return this.report.cut !== undefined || this.socket.destroyed;
  }

  private change(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }

  private isTimeToCut(applies: boolean, position: number): boolean {
    return applies && position >= (this.script?.cut?.after ?? Infinity);
  }

  /** Up to where this side may send now. A side that has heard the other's FIN waits for nothing more from it. */
  private allowed(plan: Plan): number {
    const { size, cut } = plan[this.side];
    const end = cut?.of === 'sent' ? cut.after : size;
    if (plan.turns === 0 || this.report.receivedFin) return end;
    const incoming = plan[this.side === 'client' ? 'target' : 'client'].size;
    let pieces = this.side === 'client' ? 1 : 0;
    while (pieces < plan.turns && this.hasReceivedTurn(incoming, plan.turns, pieces)) pieces += 1;
    return Math.min(end, boundary(size, plan.turns, pieces));
  }

  /** The client speaks first: for its next piece it needs the target's last, the target for its own the client's. */
  private hasReceivedTurn(incoming: number, turns: number, pieces: number): boolean {
    return this.report.received >= boundary(incoming, turns, this.side === 'client' ? pieces : pieces + 1);
  }

  private mayClose({ lastToClose }: Plan): boolean {
    return lastToClose !== this.side || this.report.receivedFin;
  }

  /** One write, and all that the script has to happen after it. */
  private async write(plan: Plan, pattern: Pattern, random: Random): Promise<void> {
    const { biggestWrite, pauseChance, longestPauseMs } = plan[this.side];
    const { sent } = this.report;
    const left = this.allowed(plan) - sent;
    const length = Math.min(left, random.integer(1, biggestWrite), PIECE_BYTES);
    const ownHeader = header(plan.number).subarray(Math.min(sent, HEADER_BYTES), sent + length);
    const rest = pattern.next(length - ownHeader.length);
    this.report.sent += length;
    this.socket.write(ownHeader.length === 0 ? rest : Buffer.concat([ownHeader, rest]));
    if (random.chance(pauseChance)) await passed(random.integer(1, longestPauseMs));
    while (this.socket.writableLength > 0 && !this.isOver()) await this.change();
    await turn(); // others want to be served as well
  }

  private readonly readPieces = (): void => {
    while (!this.isStalled) {
      const piece = this.report.cut === undefined ? (this.socket.read() as Buffer | null) : null;
      if (piece === null) return;
      this.take(piece);
    }
  };

  private take(piece: Buffer): void {
    const start = this.report.received;
    this.report.received += piece.length;
    this.check(piece, start);
    if (this.isTimeToCut(this.script?.cut?.of === 'received', this.report.received)) this.cut();
    if (!this.hasStalled && this.report.received > (this.script?.stallAt ?? Infinity)) this.stall();
    this.wake();
  }

  private check(piece: Buffer, start: number): void {
    const inHeader = piece.subarray(0, Math.max(0, HEADER_BYTES - start));
    if (inHeader.length > 0) {
      this.head = Buffer.concat([this.head, inHeader]);
      if (this.head.length === HEADER_BYTES) this.hear(this.head.readUInt32BE());
    }
    const wrong = this.expected?.wrongAt(piece.subarray(inHeader.length));
    if (wrong !== undefined) this.report.wrongAt ??= start + inHeader.length + wrong;
  }

  private hear(plan: number): void {
    this.report.heard = plan;
    this.expected = new Pattern(this.limits.seed, plan, this.side === 'client' ? 'target' : 'client');
    this.heard(plan);
  }

  private stall(): void {
    this.hasStalled = this.isStalled = true;
    setTimeout(() => {
      this.isStalled = false;
      this.readPieces();
    }, this.script?.stallMs);
  }

  private readonly onFin = (): void => {
    this.report.receivedFin = true;
    if (this.report.heard === undefined) this.heard(undefined);
    this.wake();
  };

  /** Bytes that came before the error are still in the stream. */
  private readonly onError = (error: Error): void => {
    this.report.error ??= errorCode(error);
    this.isStalled = false;
    this.hasStalled = true;
    this.readPieces();
  };
}

/** Where piece `number` (from 1) of `turns` ends; the first holds at least the header. */
function boundary(size: number, turns: number, number: number): number {
  if (number === 0) return 0;
  return Math.max(Math.floor((size * number) / turns), Math.min(size, HEADER_BYTES));
}

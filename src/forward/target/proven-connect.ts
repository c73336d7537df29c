// One connection from an own address, of which is certain over which interface it was made.
import type { Endpoint } from '../../config/config.js';
import { failSoon } from './fail-soon.js';
import type { OwnAddress } from './own-end.js';
import { NO_OWNER, type ConnectEvents, type Dialler, type Wire } from '../wire/wire.js';

/** The errno name for an own address or interface that is not there. */
export const NO_SOURCE = 'ENODEV';

/** The kernel sends the first SYN again after 1 s (RFC 6298 section 2), perhaps over another interface. */
const ONE_SYN_MS = 900;
/** The kernel's own limit for a connection without an answer, tcp_syn_retries in tcp(7). */
const LONGEST_MS = 127_000;

export interface ConnectSteps {
  readonly dialler: Dialler;
  readonly ownEndTo: (host: string) => OwnAddress | undefined;
  readonly ask: (host: string, own: OwnAddress, told: (code: string | undefined) => void) => void;
}

/**
 * Asks for the route, connects from the own address, and asks again. Both answers must be right, and no SYN but the
 * first may have been sent in between: then that one has gone this way. Whichever gateway has answered, the connection
 * stays with it, because another one knows nothing of it and resets it. A failure counts for the gateway only if the
 * way is still there after it.
 */
export class ProvenConnect {
  private isOver = false;
  private readonly beganAt = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private immediate: NodeJS.Immediate | undefined;
  private cancel: (() => void) | undefined;
  private wire: Wire | undefined;
  private isProven = false;
  /** Counts connections: answers to the questions of an older one are void. */
  private turn = 0;

  constructor(
    private readonly target: Endpoint,
    private readonly steps: ConnectSteps,
    private readonly events: ConnectEvents,
  ) {
    this.begin();
  }

  readonly giveUp = (): void => {
    this.isOver = true;
    this.clear();
  };

  private begin(): void {
    const own = this.steps.ownEndTo(this.target.host);
    if (own === undefined)
      this.cancel = failSoon({ onConnect: () => undefined, onError: this.fail }, NO_SOURCE);
    else this.ask(own, () => this.connect(own));
  }

  private ask(own: OwnAddress, right: () => void): void {
    const { turn } = this;
    this.steps.ask(this.target.host, own, (code) => {
      if (this.isOver || turn !== this.turn) return;
      if (code === undefined) right();
      else this.fail(code);
    });
  }

  private connect(own: OwnAddress): void {
    const sentAt = performance.now();
    // The way may have been lost meanwhile: then the code tells of no gateway, or of another one.
    const onError = (code: string): void => {
      this.cancel = undefined;
      this.clear();
      this.ask(own, () => this.fail(code));
    };
    const onConnect = (wire: Wire): void => {
      this.cancel = undefined;
      wire.owner = { ...NO_OWNER, onError };
      this.wire = wire;
      if (performance.now() - sentAt > ONE_SYN_MS) this.again();
      else this.handOver();
    };
    this.cancel = this.steps.dialler.connect(this.target, { onConnect, onError }, own.address);
    this.timer = setTimeout(this.again, ONE_SYN_MS);
    // Not at once: a net.Socket connects in a later tick.
    this.immediate = setImmediate(() =>
      this.ask(own, () => {
        this.isProven = true;
        this.handOver();
      }),
    );
  }

  private handOver(): void {
    const { wire } = this;
    if (wire !== undefined) clearTimeout(this.timer);
    if (wire === undefined || !this.isProven) return;
    this.isOver = true;
    this.wire = undefined;
    this.events.onConnect(wire);
  }

  private readonly again = (): void => {
    this.clear();
    this.turn += 1;
    this.isProven = false;
    if (performance.now() - this.beganAt > LONGEST_MS) this.fail('ETIMEDOUT');
    else this.begin();
  };

  private readonly fail = (code: string): void => {
    if (this.isOver) return;
    this.giveUp();
    this.events.onError(code);
  };

  private clear(): void {
    clearTimeout(this.timer);
    clearImmediate(this.immediate);
    this.cancel?.();
    this.cancel = undefined;
    const { wire } = this;
    this.wire = undefined;
    if (wire === undefined) return;
    wire.owner = NO_OWNER;
    wire.reset();
  }
}

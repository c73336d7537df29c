// Speaks on one link by one family of addresses, within what RFC 6762 section 6 allows.
import type { Reply } from './answer.js';
import type { MdnsClock } from './times.js';

/** Who sent a message: an address of the link, and the port. */
export interface Sender {
  readonly address: string;
  readonly port: number;
}

/** What carries the messages; neither throws. */
export interface MulticastSocket {
  toEverybody(bytes: Buffer): void;
  toOne(bytes: Buffer, to: Sender): void;
}

/** Everybody is told the same at most this often, in ms; sooner only who would otherwise take the name. */
const SAY_INTERVAL_MS = 1000;
const DEFENCE_INTERVAL_MS = 250;
/** Most answers to single hosts in a second: nobody shall be flooded with answers that others asked for in his name. */
const MAX_ANSWERS_PER_SECOND = 20;

export class Voice {
  private saidAt = -Infinity;
  private forget: (() => void) | undefined;
  private second = -Infinity;
  private answered = 0;

  constructor(
    private readonly carrier: MulticastSocket,
    private readonly clock: MdnsClock,
  ) {}

  /** How long ago everybody was told, in ms. */
  get sinceSaidMs(): number {
    return this.clock.now() - this.saidAt;
  }

  /** Asks everybody; questions have no limit of their own here, because whoever asks has his own times. */
  ask(bytes: Buffer): void {
    this.carrier.toEverybody(bytes);
  }

  /** Tells everybody now. */
  say(bytes: Buffer): void {
    this.hush();
    this.saidAt = this.clock.now();
    this.carrier.toEverybody(bytes);
  }

  /**
   * Gives a reply as soon as it may be given.
   *
   * @param everything what everybody gets in place of replies that come too soon after each other
   */
  reply({ to, bytes, isDefence }: Reply, sender: Sender, everything: Buffer): void {
    if (to === 'asker') {
      if (this.mayAnswer()) this.carrier.toOne(bytes, sender);
      return;
    }
    const waitMs = (isDefence ? DEFENCE_INTERVAL_MS : SAY_INTERVAL_MS) - this.sinceSaidMs;
    if (waitMs <= 0) this.say(bytes);
    else if (isDefence || this.forget === undefined) {
      this.hush();
      this.forget = this.clock.after(waitMs, () => {
        this.say(everything);
      });
    }
  }

  /** Says nothing more that was put off. */
  hush(): void {
    this.forget?.();
    this.forget = undefined;
  }

  private mayAnswer(): boolean {
    const now = this.clock.now();
    if (now - this.second >= 1000) {
      this.second = now;
      this.answered = 0;
    }
    this.answered += 1;
    return this.answered <= MAX_ANSWERS_PER_SECOND;
  }
}

// Sends on one link and in one address family, within the rate limits of RFC 6762 section 6.
import type { Reply } from './answer.js';
import type { OwnName } from './own-name.js';
import { perSecond, type MdnsClock } from './times.js';

/** The source address and port of a message. */
export interface Sender {
  readonly address: string;
  readonly port: number;
}

/** The socket under a voice. */
export interface MulticastSocket {
  /** Sends to the group, or to one receiver; never throws. */
  send(bytes: Buffer, to?: Sender): void;
}

/** The least time between two multicasts of the same records, in ms; shorter in answer to a rival's probe. */
const SAY_INTERVAL_MS = 1000;
const DEFENCE_INTERVAL_MS = 250;
/** Caps unicast replies per second, so that a spoofed source cannot be flooded through us. */
const MAX_ANSWERS_PER_SECOND = 20;

/** One sender with its rate limits. */
export class Voice {
  private saidAt = -Infinity;
  private cancelReply: (() => void) | undefined;
  private readonly mayAnswer: () => boolean;

  /** @param own the name with the addresses that it has in this family */
  constructor(
    readonly own: OwnName,
    private readonly socket: MulticastSocket,
    private readonly clock: MdnsClock,
  ) {
    this.mayAnswer = perSecond(MAX_ANSWERS_PER_SECOND, clock);
  }

  /** The age of the last multicast of records, in ms. */
  get sinceSaidMs(): number {
    return this.clock.now() - this.saidAt;
  }

  /** Multicasts a query at once; the claim keeps the times of its probes. */
  ask(bytes: Buffer): void {
    this.socket.send(bytes);
  }

  /** Multicasts records at once, in place of a delayed reply. */
  say(bytes: Buffer): void {
    this.hush();
    this.saidAt = this.clock.now();
    this.socket.send(bytes);
  }

  /**
   * Sends a reply as soon as the limits allow.
   *
   * @param everything the message with all records, which replaces delayed replies
   */
  reply({ to, bytes, isDefence }: Reply, sender: Sender, everything: Buffer): void {
    if (to === 'querier') {
      if (this.mayAnswer()) this.socket.send(bytes, sender);
      return;
    }
    const waitMs = (isDefence ? DEFENCE_INTERVAL_MS : SAY_INTERVAL_MS) - this.sinceSaidMs;
    if (waitMs <= 0) this.say(bytes);
    else if (isDefence || this.cancelReply === undefined) {
      this.hush();
      this.cancelReply = this.clock.after(waitMs, () => {
        this.say(everything);
      });
    }
  }

  /** Drops the delayed reply. */
  hush(): void {
    this.cancelReply?.();
    this.cancelReply = undefined;
  }
}

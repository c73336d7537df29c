// The claim to a name on one link: asks whether it is free, announces it, defends it, or leaves it to who has it.
import { replyTo } from './answer.js';
import { addressText, readMessage, type Message } from './message.js';
import { announcement, goodbye, probe, type OwnName } from './own-name.js';
import { isGivenUp, isOutranked, rivalIn, type OwnAddresses } from './rivals.js';
import type { MdnsClock, MdnsTimes } from './times.js';
import type { Sender, Voice } from './voice.js';

export interface ClaimEvents {
  /** The name is ours, after it was not. */
  readonly announced: () => void;
  /** Somebody else has it; told once until it is ours. It is tried again. */
  readonly taken: (rival: string) => void;
}

export interface ClaimDependencies {
  readonly times: MdnsTimes;
  readonly clock: MdnsClock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** All that this machine has: what it says on another link need not contradict. */
  readonly ownAddresses: () => OwnAddresses;
}

/** RFC 6762 section 8.1. */
const PROBES = 3;
/** Section 8.3. */
const ANNOUNCEMENTS = 2;

type State =
  | { readonly is: 'idle' }
  | { readonly is: 'probing'; readonly sent: number }
  | { readonly is: 'held'; readonly announced: number }
  | { readonly is: 'taken' };

export class Claim {
  private state: State = { is: 'idle' };
  private cancel: (() => void) | undefined;
  private told: 'announced' | 'taken' | undefined;
  /** When the name was last disputed while it was ours. */
  private disputedAt = -Infinity;

  /** @param voices on which it is claimed; may grow, followed by start() */
  constructor(
    private readonly own: OwnName,
    private readonly voices: readonly Voice[],
    private readonly dependencies: ClaimDependencies,
    private readonly events: ClaimEvents,
  ) {}

  /** Begins with the probes, also again. */
  start(): void {
    const { random, times } = this.dependencies;
    this.probeAfter(random() * times.probeMs);
  }

  /** Says goodbye if the name was ours, and nothing from then on. */
  stop(): void {
    this.cancel?.();
    for (const voice of this.voices) {
      voice.hush();
      if (this.state.is === 'held') voice.say(goodbye(this.own));
    }
    this.state = { is: 'idle' };
  }

  /** Takes whatever was received on the link. */
  hear(bytes: Buffer, sender: Sender, voice: Voice): void {
    if (this.state.is === 'idle') return;
    const message = readMessage(bytes, this.own.name);
    if (message === undefined) return;
    if (message.kind === 'response') this.hearResponse(message);
    else if (this.state.is === 'probing') this.hearRival(message);
    else if (this.state.is === 'held') {
      const reply = replyTo(message, sender.port, this.own, voice.sinceSaidMs);
      if (reply !== undefined) voice.reply(reply, sender, announcement(this.own));
    }
  }

  private hearResponse(message: Message): void {
    const addresses = this.dependencies.ownAddresses();
    const rival = rivalIn(message, addresses);
    if (rival !== undefined) this.disputed(addressText(rival));
    else if (this.state.is === 'taken' && isGivenUp(message, addresses))
      this.probeAfter(this.dependencies.times.announceMs);
  }

  private disputed(rival: string): void {
    const { clock, times } = this.dependencies;
    // Whoever has it answers the probes; who was mistaken does not (section 9). Not again and again, though.
    const isFirst = clock.now() - this.disputedAt > times.retryMs;
    if (this.state.is === 'held') this.disputedAt = clock.now();
    for (const voice of this.voices) voice.hush();
    if (this.state.is === 'held' && isFirst) this.start();
    else if (this.state.is !== 'taken') this.giveUp(rival);
  }

  private giveUp(rival: string): void {
    this.next(this.dependencies.times.retryMs, this.onRetry);
    this.state = { is: 'taken' };
    if (this.told === 'taken') return;
    this.told = 'taken';
    this.events.taken(rival);
  }

  /** Whoever loses waits until the winner has announced it, or has changed his mind. */
  private hearRival(message: Message): void {
    if (isOutranked(message, this.own.addresses, this.dependencies.ownAddresses()))
      this.probeAfter(this.dependencies.times.outrankedMs);
  }

  private probeAfter(ms: number): void {
    this.state = { is: 'probing', sent: 0 };
    this.next(ms, this.onProbe);
  }

  private readonly onRetry = (): void => {
    this.start();
  };

  private readonly onProbe = (): void => {
    const sent = this.state.is === 'probing' ? this.state.sent : 0;
    if (sent === PROBES) {
      this.state = { is: 'held', announced: 0 };
      this.onAnnounce();
      return;
    }
    this.state = { is: 'probing', sent: sent + 1 };
    for (const voice of this.voices) voice.ask(probe(this.own));
    this.next(this.dependencies.times.probeMs, this.onProbe);
  };

  private readonly onAnnounce = (): void => {
    if (this.state.is !== 'held') return;
    const announced = this.state.announced + 1;
    this.state = { is: 'held', announced };
    for (const voice of this.voices) voice.say(announcement(this.own));
    if (announced < ANNOUNCEMENTS) this.next(this.dependencies.times.announceMs, this.onAnnounce);
    if (this.told === 'announced') return;
    this.told = 'announced';
    this.events.announced();
  };

  private next(ms: number, run: () => void): void {
    this.cancel?.();
    this.cancel = this.dependencies.clock.after(ms, run);
  }
}

// The claim to a name on one link: probes, announcements, defence and conflicts (RFC 6762 sections 8 and 9).
import { replyTo } from './answer.js';
import { addressText, readMessage, type Message } from './message.js';
import { announcement, goodbye, probe } from './own-name.js';
import { isGivenUp, isOutranked, rivalIn, type OwnAddresses } from './rivals.js';
import { ANNOUNCE_MS, OUTRANKED_MS, PROBE_MS, RETRY_MS, type MdnsClock } from './times.js';
import type { Sender, Voice } from './voice.js';

export interface ClaimEvents {
  /** The name has become ours. */
  readonly announced: () => void;
  /** Another host has it. Reported again after each try; one follows every minute. */
  readonly taken: (rival: string) => void;
}

/** Clock, randomness and the machine's addresses; tests replace them. */
export interface ClaimDependencies {
  readonly clock: MdnsClock;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** All addresses of this machine: its own messages on another link are no rival's. */
  readonly ownAddresses: () => OwnAddresses;
}

/** RFC 6762 section 8.1. */
const PROBES = 3;
/** Section 8.3. */
const ANNOUNCEMENTS = 2;

/** The state machine of a claim; every timer ends with stop(). */
export class Claim {
  private state: 'idle' | 'probing' | 'held' | 'taken' = 'idle';
  /** The probes or announcements in this state. */
  private sent = 0;
  private cancel: (() => void) | undefined;
  private isAnnounced = false;
  /** The time of the last conflict while the name was ours. */
  private disputedAt = -Infinity;

  /** @param voices the voices of the link; the list may grow, followed by start() */
  constructor(
    private readonly name: string,
    private readonly voices: readonly Voice[],
    private readonly dependencies: ClaimDependencies,
    private readonly events: ClaimEvents,
  ) {}

  /** Starts or restarts the probes. */
  start(): void {
    this.probeAfter(this.dependencies.random() * PROBE_MS);
  }

  /** Sends a goodbye if the name is ours, and nothing afterwards. */
  stop(): void {
    this.cancel?.();
    for (const voice of this.voices) {
      voice.hush();
      if (this.state === 'held') voice.say(goodbye(voice.own));
    }
    this.state = 'idle';
  }

  /** Handles a message of the link; any bytes are allowed. */
  hear(bytes: Buffer, sender: Sender, voice: Voice): void {
    if (this.state === 'idle') return;
    const message = readMessage(bytes, this.name);
    if (message === undefined) return;
    if (message.kind === 'response') this.hearResponse(message);
    else if (this.state === 'probing') this.hearRival(message, voice);
    else if (this.state === 'held') {
      const reply = replyTo(message, sender.port, voice.own, voice.sinceSaidMs);
      if (reply !== undefined) voice.reply(reply, sender, announcement(voice.own));
    }
  }

  private hearResponse(message: Message): void {
    const addresses = this.dependencies.ownAddresses();
    const rival = rivalIn(message, addresses);
    if (rival !== undefined) this.disputed(addressText(rival));
    else if (this.state === 'taken' && isGivenUp(message, addresses)) this.probeAfter(ANNOUNCE_MS);
  }

  private disputed(rival: string): void {
    const { clock } = this.dependencies;
    // A true holder answers the new probes (section 9). The limit keeps two hosts from probing for ever.
    const isFirst = clock.now() - this.disputedAt > RETRY_MS;
    if (this.state === 'held') this.disputedAt = clock.now();
    for (const voice of this.voices) voice.hush();
    if (this.state === 'held' && isFirst) this.start();
    else if (this.state !== 'taken') this.giveUp(rival);
  }

  private giveUp(rival: string): void {
    this.next(RETRY_MS, () => {
      this.start();
    });
    this.state = 'taken';
    this.isAnnounced = false;
    this.events.taken(rival);
  }

  /** The loser of simultaneous probes waits for the winner's announcement, then probes again (section 8.2). */
  private hearRival(message: Message, { own }: Voice): void {
    if (isOutranked(message, own.addresses, this.dependencies.ownAddresses())) this.probeAfter(OUTRANKED_MS);
  }

  private probeAfter(ms: number): void {
    this.state = 'probing';
    this.sent = 0;
    this.next(ms, this.onProbe);
  }

  private readonly onProbe = (): void => {
    if (this.sent === PROBES) {
      this.state = 'held';
      this.sent = 0;
      this.onAnnounce();
      return;
    }
    this.sent += 1;
    for (const voice of this.voices) voice.ask(probe(voice.own));
    this.next(PROBE_MS, this.onProbe);
  };

  private readonly onAnnounce = (): void => {
    this.sent += 1;
    for (const voice of this.voices) voice.say(announcement(voice.own));
    if (this.sent < ANNOUNCEMENTS) this.next(ANNOUNCE_MS, this.onAnnounce);
    if (this.isAnnounced) return;
    this.isAnnounced = true;
    this.events.announced();
  };

  private next(ms: number, run: () => void): void {
    this.cancel?.();
    this.cancel = this.dependencies.clock.after(ms, run);
  }
}

// Turn-taking at a target that takes only so many connections: one client's visit after the other.
import { LiveSet, type Placed } from '../live-set.js';
import { endOf, limitOf, pauseOf, type End, type Occupancy, type TurnRules, type Waits } from './turn-end.js';
import type { Occupant } from './occupant.js';
import { WaitingLine, type Waiter } from './waiting-line.js';

/** Asks for a slot for a connection. */
export interface Visitor {
  /** The address of its client. */
  readonly host: string;
  readonly occupant: Occupant;
  readonly rules: TurnRules & {
    /** Most waiting connections. */
    readonly maxQueue: number;
  };
  /** It waited, and has its slot now. */
  granted(): void;
  /** It waited, and has lost its place to a client with fewer waiting connections. */
  displaced(): void;
}

/** The client that has had the turn for the longest time, in ms. */
export interface TurnHolder {
  readonly client: string;
  readonly turnMs: number;
}

/**
 * One connection at the target: waiting, held (from then on it counts), or over. Its holder owes leave() once, and not
 * before its connection to the target is closed.
 */
export class Slot implements Placed, Waiter, Occupancy {
  place = -1;
  state: 'waiting' | 'held' | 'over' = 'waiting';
  /** When it began to wait or, later, was got. */
  since = performance.now();
  private visitSince = this.since;
  /** Set when its connection has been told to end. */
  ending: End['ending'] | undefined;

  constructor(
    private readonly turns: Turns,
    readonly visitor: Visitor,
  ) {}

  get client(): string {
    return this.visitor.host;
  }

  /** A client may keep its turn for hours while no other waits, but its next poll is a turn of its own. */
  get turnSince(): number {
    return Math.max(this.visitSince, this.visitor.occupant.resumedAt ?? 0);
  }

  /** @param turnSince of the turn that goes on with it */
  take(turnSince?: number): void {
    this.state = 'held';
    this.since = performance.now();
    this.visitSince = turnSince ?? this.since;
  }

  get rules(): TurnRules {
    return this.visitor.rules;
  }

  get restingSince(): number | undefined {
    return this.visitor.occupant.restingSince;
  }

  get wasAnswered(): boolean {
    return this.visitor.occupant.wasAnswered;
  }

  leave(): void {
    const { state } = this;
    this.state = 'over';
    if (state === 'held') this.turns.release(this);
    if (state === 'waiting') this.turns.abandon(this);
  }
}

/** A turn between two connections of its client. It keeps a slot for the next one. */
interface Pause {
  readonly client: string;
  readonly turnSince: number;
  readonly until: number;
}

const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * A turn is the visit of one client, whose connections may follow one another in it. It ends, if another client waits,
 * when nothing has moved for a while after an answer, or at its limit. Clients take turns in the order in which they
 * began to wait, the connections of one client in the order of their arrival.
 */
export class Turns {
  private readonly held = new LiveSet<Slot>();
  private readonly waiting = new WaitingLine<Slot>();
  private pauses: readonly Pause[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** @param most connections at the same time; Infinity = no limit, and no turns */
  constructor(private most: number) {}

  /** A lower limit ends nothing; a higher one lets waiting connections go on at once. */
  set limit(most: number) {
    this.most = most;
    this.grant();
  }

  get isLimited(): boolean {
    return this.most !== Infinity;
  }

  /** How many wait. */
  get queued(): number {
    return this.waiting.size;
  }

  /** Undefined between two turns. */
  get holder(): TurnHolder | undefined {
    const [first] = [...this.held, ...this.pauses].sort((one, other) => one.turnSince - other.turnSince);
    return first && { client: first.client, turnMs: performance.now() - first.turnSince };
  }

  /** A slot that is held already or waits; undefined if it would have to wait and too many wait already. */
  request(visitor: Visitor): Slot | undefined {
    // Those that wait come first, also where a pause is just over.
    this.grant();
    const slot = new Slot(this, visitor);
    const pause = this.held.size < this.most ? this.endPauseOf(slot.client) : undefined;
    if (pause !== undefined || this.hasRoom) this.hold(slot, pause?.turnSince);
    else if (this.makeRoomFor(visitor)) this.waiting.add(slot);
    else return undefined;
    this.schedule();
    return slot;
  }

  /** For Slot alone. */
  release(slot: Slot): void {
    this.held.delete(slot);
    if (this.isLimited && this.goesOnAfter(slot)) this.goOnAfter(slot);
    this.grant();
  }

  /** For Slot alone. */
  abandon(slot: Slot): void {
    this.waiting.remove(slot);
    this.schedule();
  }

  private goesOnAfter(slot: Slot): boolean {
    if (slot.ending === 'turn' || !slot.wasAnswered || !this.hasRoom) return false;
    if (this.heldBy(slot.client) !== undefined) return false;
    return performance.now() < limitOf(slot, this.waitsFor(slot));
  }

  private goOnAfter({ client, turnSince, rules }: Slot): void {
    const next = this.waiting.next(client);
    if (next !== undefined) this.admit(next, turnSince);
    else this.pauses = [...this.pauses, { client, turnSince, until: performance.now() + pauseOf(rules) }];
  }

  private admit(slot: Slot, turnSince?: number): void {
    this.hold(slot, turnSince);
    slot.visitor.granted();
  }

  private hold(
    slot: Slot,
    turnSince = this.isLimited ? this.heldBy(slot.client)?.turnSince : undefined,
  ): void {
    slot.take(turnSince);
    this.held.add(slot);
  }

  private heldBy(client: string): Slot | undefined {
    return [...this.held].find((slot) => slot.client === client);
  }

  private endPauseOf(client: string): Pause | undefined {
    const pause = this.pauses.find((each) => each.client === client);
    if (pause !== undefined) this.pauses = this.pauses.filter((each) => each !== pause);
    return pause;
  }

  private get hasRoom(): boolean {
    return this.held.size + this.pauses.length < this.most;
  }

  private makeRoomFor({ host, rules }: Visitor): boolean {
    if (this.waiting.size < rules.maxQueue) return true;
    const displaced = rules.maxQueue === 0 ? undefined : this.waiting.displaceFor(host);
    if (displaced === undefined) return false;
    displaced.state = 'over';
    displaced.visitor.displaced();
    return true;
  }

  /** The only place where a pause ends by itself: between two looks at the clock one would end without effect. */
  private grant(): void {
    if (this.pauses.length > 0) {
      const now = performance.now();
      this.pauses = this.pauses.filter(({ until }) => until > now);
    }
    while (this.waiting.size > 0 && this.hasRoom) {
      const slot = this.waiting.next();
      if (slot === undefined) break;
      this.admit(slot);
    }
    this.schedule();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.waiting.size === 0) return;
    const now = performance.now();
    const next = Math.min(...this.pauses.map(({ until }) => until), ...this.ends(now).map(({ at }) => at));
    if (next < Infinity)
      this.timer = setTimeout(this.look, Math.min(Math.ceil(Math.max(0, next - now)), LONGEST_TIMER_MS));
  }

  private readonly look = (): void => {
    const now = performance.now();
    // One at a time: it may leave at once, and the one that gets its slot as well.
    for (let [end] = this.ends(now); end !== undefined && end.at <= now; [end] = this.ends(now)) {
      end.slot.ending = end.ending;
      end.slot.visitor.occupant.giveWay('turn-ended');
    }
    this.grant();
  };

  /** The next ends, in their order, not more than there are connections that wait for one. */
  private ends(now: number): (End & { readonly slot: Slot })[] {
    const slots = [...this.held].filter(({ ending }) => ending === undefined);
    const awaited = this.held.size - slots.length + this.pauses.length;
    const ends = slots.map((slot) => ({ slot, ...endOf(slot, this.waitsFor(slot), now) }));
    return ends.sort((one, other) => one.at - other.at).slice(0, Math.max(0, this.waiting.size - awaited));
  }

  private waitsFor({ client }: Slot): Waits {
    return { own: this.waiting.ownSince(client), others: this.waiting.othersSince(client) };
  }
}

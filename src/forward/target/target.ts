// One target, shared by all forwards to it: the turns at it, and whether it can be reached.
import type { Endpoint } from '../../config/config.js';
import { dial, type DialResult, type FailedDial, type NameDialler } from './dial.js';
import { meansDown } from '../outcome.js';
import { Reachability, type Outage } from './reachability.js';
import { Turns, type Slot, type Visitor } from '../admit/turns.js';

/** Callbacks of an observer. A target that is down is looked for only while it has observers. */
export interface TargetEvents {
  readonly targetDown: (outage: Outage) => void;
  readonly targetUp: () => void;
}

/** From the start of one try to the start of the next, in ms, growing: a gateway that restarts is back in a minute. */
const FIRST_PROBE_MS = 1000;
const RAREST_PROBE_MS = 5000;
/**
 * How long an "up" result stays fresh, in ms. Long, because some gateways log every connection without a handshake.
 */
const KNOWN_FOR_MS = 300_000;
/** A try among the turns: never waits. Its client is no address. */
const PROBE: Visitor = {
  host: 'probe',
  rules: { turnIdle: 0, turnLimit: 0, maxQueue: 0 },
  occupant: {
    quietSince: Infinity,
    restingSince: undefined,
    hasAsked: false,
    wasAnswered: false,
    giveWay: () => undefined,
  },
  granted: () => undefined,
  displaced: () => undefined,
};
/** The next try ends the one before. */
const NO_LIMIT = 0;

/**
 * A target is down after a failed connect while no other connection to it is live, and up again as soon as one
 * succeeds. While it is down, and observed, a bare TCP connect looks for its return, without a byte.
 */
export class Target {
  readonly turns: Turns;
  readonly reachability = new Reachability();
  /** Why it is down; undefined if it is not. */
  outage: Outage | undefined;
  private readonly observers = new Set<TargetEvents>();
  private live = 0;
  private timer: NodeJS.Timeout | undefined;
  private probing: { readonly cancel: () => FailedDial; readonly slot: Slot } | undefined;
  private interval = FIRST_PROBE_MS;

  /**
   * @param limit most connections at the same time; Infinity = no limit
   * @param reporter called like the observers, for the log; does not count as one
   */
  constructor(
    readonly endpoint: Endpoint,
    readonly dialler: NameDialler,
    limit: number,
    private readonly reporter: TargetEvents,
  ) {
    this.turns = new Turns(limit);
  }

  observe(observer: TargetEvents): void {
    this.observers.add(observer);
  }

  /** Without observers nothing is looked for, and nothing is known. */
  ignore(observer: TargetEvents): void {
    this.observers.delete(observer);
    if (this.observers.size === 0) this.forget();
  }

  /** A connection to the target has been established; disconnected() is owed. */
  connected(): void {
    this.live += 1;
    this.succeeded();
  }

  disconnected(): void {
    this.live -= 1;
  }

  /** A connection could not be established. */
  failed(outage: Outage): void {
    if (!meansDown(outage.outcome)) return;
    this.reachability.failed(outage);
    if (this.live > 0 || this.outage !== undefined || this.observers.size === 0) return;
    this.outage = outage;
    this.interval = FIRST_PROBE_MS;
    this.scheduleProbe();
    this.reporter.targetDown(outage);
    for (const observer of this.observers) observer.targetDown(outage);
  }

  /**
   * Refreshes what is known of the target, with a bare TCP connect if the last result is stale and no connection is
   * live. Seldom, because it costs the gateway's time.
   */
  look(): void {
    const { state, lastTriedAt } = this.reachability;
    const age = performance.now() - lastTriedAt;
    const isKnown = age < (state === 'down' ? RAREST_PROBE_MS : KNOWN_FOR_MS);
    if (!isKnown && this.live === 0 && this.probing === undefined) this.probe(RAREST_PROBE_MS);
  }

  private forget(): void {
    clearTimeout(this.timer);
    // First: the connection that gets the turn of the try must not find the target down.
    this.outage = undefined;
    this.endProbe();
  }

  private succeeded(): void {
    this.reachability.succeeded();
    if (this.outage === undefined) return;
    this.forget();
    this.reporter.targetUp();
    for (const observer of this.observers) observer.targetUp();
  }

  private scheduleProbe(): void {
    this.timer = setTimeout(this.probeAgain, this.interval);
    this.interval = Math.min(this.interval * 2, RAREST_PROBE_MS);
  }

  /** The next try replaces one without an answer: its packets reach a returning target at once. */
  private readonly probeAgain = (): void => {
    this.scheduleProbe();
    const unanswered = this.endProbe();
    if (unanswered !== undefined) this.reachability.failed(unanswered);
    this.probe(NO_LIMIT);
  };

  private probe(timeout: number): void {
    const slot = this.turns.request(PROBE);
    // No slot: other connections are being made, and their results count as well.
    if (slot !== undefined)
      this.probing = { slot, cancel: dial(this.endpoint, timeout, this.dialler, this.onProbed) };
  }

  private readonly onProbed = (result: DialResult): void => {
    if (result.ok) result.wire.close();
    // First: the connection that gets the turn of the try must know the result.
    if (result.ok) this.succeeded();
    else this.failed(result);
    this.endProbe();
  };

  /** Returns the failure of a try that has found no answer. */
  private endProbe(): FailedDial | undefined {
    const unanswered = this.probing?.cancel();
    this.probing?.slot.leave();
    this.probing = undefined;
    return unanswered;
  }
}

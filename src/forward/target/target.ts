// One target, shared by all forwards to it: the turns at it, and whether it can be reached.
import type { Endpoint } from '../../config/config.js';
import type { DialResult, NameDialler } from './dial.js';
import { isAddress } from '../../config/ip-literal.js';
import { dialOutcome, meansDown } from '../outcome.js';
import type { Heard, TargetContext, TargetEvents } from './context.js';
import { DESPITE_LIVE, isContradicted } from './evidence.js';
import { KNOWN_FOR_MS, Reachability, type Outage } from './reachability.js';
import type { Turns } from '../admit/turns.js';
import { withoutCarrier, type WatchedTarget } from './carrier-watch.js';
import type { SocketEnds } from '../wire/addresses.js';
import { Probe } from './probe.js';
import { FIRST_TRY_WITH_CARRIER_MS, Pace, RAREST_TRY_MS } from './tries.js';
import type { Wire } from '../wire/wire.js';

/**
 * A target is unknown until its first try, down after a failed one, and up again as soon as one succeeds. While it is
 * not up, and observed, a bare TCP connect looks for it, without a byte; with TLS a handshake does. Beside
 * live connections only a lost way or another certificate takes it down: a gateway of one session refuses another one.
 */
export class Target implements WatchedTarget {
  readonly reachability = new Reachability();
  /** Whether clients may be let in. */
  isUp = false;
  /** Why it is down, for its observers; undefined if it is not. */
  outage: Outage | undefined;
  private readonly observers = new Set<TargetEvents>();
  private readonly live = new Set<Heard>();
  private timer: NodeJS.Timeout | undefined;
  private readonly probe: Probe;
  private readonly pace = new Pace();
  /** The lost carrier, which is the cause of all failures until it is back. */
  private lostCarrier: Outage | undefined;
  /** Why connections would not be made at the last look at the way. */
  private lostWay: Outage | undefined;
  /** A try has failed since the last success, perhaps because of live connections; their end reopens the question. */
  private isInDoubt = false;
  private newest: Wire | undefined;
  private lastEnds: SocketEnds | undefined;

  constructor(
    readonly endpoint: Endpoint,
    readonly turns: Turns,
    private readonly context: TargetContext,
  ) {
    this.probe = new Probe(endpoint, turns, context.dialler, context.tls);
  }

  get source(): string | undefined {
    return this.context.source;
  }

  get dialler(): NameDialler {
    return this.context.dialler;
  }

  /** The two ends of the newest connection that is known; undefined before the first. */
  get ends(): SocketEnds | undefined {
    if (this.newest?.isOpen === true) this.lastEnds = this.newest.ends;
    this.newest = undefined;
    return this.lastEnds;
  }

  observe(observer: TargetEvents): void {
    this.observers.add(observer);
    if (this.observers.size > 1) return;
    this.context.carriers.add(this);
    if (!this.isUp && this.timer === undefined) this.seek();
  }

  /** Without observers nothing is looked for, and nothing is known. */
  ignore(observer: TargetEvents): void {
    this.observers.delete(observer);
    if (this.observers.size === 0) this.stop();
  }

  /** Ends all tries. */
  stop(): void {
    this.context.carriers.remove(this);
    this.isUp = this.live.size > 0;
    this.settle();
  }

  /** A connection to the target has been established; disconnected() is owed. */
  connected(connection: Heard, wire: Wire): void {
    this.live.add(connection);
    this.newest = wire;
    this.succeeded();
  }

  disconnected(connection: Heard): void {
    this.live.delete(connection);
    if (this.live.size === 0 && this.isInDoubt) this.resolveDoubt();
  }

  /** A connection could not be established. */
  failed(outage: Outage): void {
    this.reachability.tried();
    if (!meansDown(outage.outcome)) return;
    this.isInDoubt = true;
    const { isPassive } = this.context;
    if (isContradicted(outage, { isPassive, live: this.live.size, heardMs: this.heardMs })) return;
    this.reachability.failed(this.lostCarrier ?? outage);
    // Its ports close for want of a way alone: only clients could find out that it is back.
    if (isPassive) return;
    if (this.live.size === 0 || DESPITE_LIVE.has(outage.outcome)) this.fall(outage);
  }

  /** Whether an answer about health would be too old; never while live connections move bytes. */
  get isDue(): boolean {
    const now = performance.now();
    const heardAt = now - this.heardMs;
    if (heardAt > this.reachability.lastTriedAt) this.reachability.succeeded(heardAt);
    if (this.probe.isRunning || this.timer !== undefined) return false;
    return now - this.reachability.lastTriedAt >= KNOWN_FOR_MS;
  }

  /** Refreshes what is known, if that is due, with a bare TCP connect. */
  look(): void {
    if (this.isDue) this.try(RAREST_TRY_MS);
  }

  /** Resolves at the end of the present try; at once if there is none. */
  tried(): Promise<void> {
    return this.probe.ended();
  }

  carrierLost(name: string): void {
    this.lostCarrier = withoutCarrier(name);
    this.reachability.failed(this.lostCarrier);
    this.fall(this.lostCarrier);
    // At once: the routes may know another way.
    this.probeAgain();
  }

  carrierBack(): void {
    this.lostCarrier = undefined;
    if (this.isUp) return;
    this.pace.begin(FIRST_TRY_WITH_CARRIER_MS);
    this.probeAgain();
    // Connections that have outlived the loss hold all turns: as before it, others wait for theirs.
    if (this.live.size > 0 && !this.probe.isRunning && !this.context.isPassive) this.succeeded();
  }

  /** Ports are open only while new connections would go the right way. */
  lookAtWay(): void {
    const { host } = this.endpoint;
    const address = isAddress(host) ? host : this.ends?.remote?.host;
    if (address !== undefined) this.context.way.look(address, this.onWay);
  }

  private readonly onWay = (code: string | undefined): void => {
    const isBack = this.lostWay !== undefined && code === undefined;
    this.lostWay = code === undefined ? undefined : { outcome: dialOutcome(code), code };
    if (this.observers.size === 0 || this.isUp === (code === undefined)) return;
    if (this.lostWay !== undefined) {
      this.reachability.failed(this.lostWay);
      this.fall(this.lostWay);
    } else if (isBack) this.carrierBack();
  };

  /** Since live connections have last proved that the target is there, in ms. They do not prove its new certificate. */
  private get heardMs(): number {
    let least = Infinity;
    if (this.reachability.hasOtherCertificate) return least;
    for (const { silentMs } of this.live) least = Math.min(least, silentMs);
    return least;
  }

  /** Else a gateway that has gone lets the next client in, which pays for the answer. */
  private resolveDoubt(): void {
    const isTrying = this.timer !== undefined || this.probe.isRunning;
    if (this.observers.size > 0 && !isTrying) this.try(RAREST_TRY_MS);
  }

  /** Tries until it is up. */
  private seek(): void {
    this.pace.begin();
    const { state, lastFailure } = this.reachability;
    if (state === 'down' && lastFailure !== undefined) this.fall(lastFailure);
    else {
      this.scheduleProbe();
      if (!this.probe.isRunning) this.try();
    }
  }

  private fall(outage: Outage): void {
    this.isUp = false;
    if (!this.isNews(outage) || this.observers.size === 0) return;
    this.outage = outage;
    if (this.timer === undefined) {
      this.pace.begin();
      this.scheduleProbe();
    }
    this.context.reporter.targetDown(outage);
    for (const observer of this.observers) observer.targetDown(outage);
  }

  /** A target that is down already is only told of again when its certificate turns out to be another one. */
  private isNews({ outcome }: Outage): boolean {
    if (this.outage === undefined) return true;
    return outcome === 'target-certificate-changed' && this.outage.outcome !== outcome;
  }

  private succeeded(): void {
    this.reachability.succeeded();
    this.rise();
  }

  private rise(): void {
    this.isInDoubt = false;
    const { isUp, outage } = this;
    this.isUp = true;
    if (isUp) return;
    this.settle();
    if (outage !== undefined) this.context.reporter.targetUp();
    for (const observer of this.observers) observer.targetUp();
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    // First: the connection that gets the turn of the try must not find the target down.
    this.outage = undefined;
    this.lostCarrier = undefined;
    this.probe.end();
  }

  private scheduleProbe(): void {
    clearTimeout(this.timer);
    const wait = this.pace.next(this.reachability.lastFailure?.outcome, this.context.soughtTargets());
    this.timer = setTimeout(this.onTime, wait);
  }

  /** A slow gateway must get to the end of its handshake. */
  private readonly onTime = (): void => {
    if (this.context.tls !== undefined && this.probe.isRunning) this.scheduleProbe();
    else this.probeAgain();
  };

  /** The next try replaces one without an answer: its packets reach a returning target at once. */
  private readonly probeAgain = (): void => {
    this.scheduleProbe();
    const unanswered = this.probe.end();
    if (unanswered !== undefined) this.failed(unanswered);
    // Bytes that came after the failure disprove it.
    const { lastFailure } = this.reachability;
    const heardAt = performance.now() - this.heardMs;
    if (heardAt > (lastFailure?.at ?? Infinity)) this.succeeded();
    else this.try();
  };

  /** @param timeout in ms; without one the next try ends this one */
  private try(timeout = 0): void {
    if (this.context.isPassive) this.lookForWay();
    // No turn: other connections are being made, and their results count as well.
    else if (this.probe.begin(timeout, this.onProbed)) this.reachability.tried();
  }

  private lookForWay(): void {
    const obstacle = this.context.carriers.obstacleTo(this) ?? this.lostWay;
    if (obstacle === undefined) {
      this.reachability.assumed();
      this.rise();
    } else {
      this.reachability.failed(obstacle);
      this.fall(obstacle);
    }
  }

  private readonly onProbed = (result: DialResult): void => {
    if (!result.ok) this.failed(result);
    else {
      this.lastEnds = result.wire.ends;
      this.probe.leave(result.wire);
      this.succeeded();
    }
  };
}

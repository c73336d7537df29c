// All forwards of a process: starts them, exchanges them for others without a gap, and ends them.
import {
  orUnlimited,
  type ForwardConfig,
  type ListenAddress,
  type TargetOfForward,
} from '../config/config.js';
import { sharedTargets, targetKey } from '../config/endpoint.js';
import { isAddress } from '../config/ip-literal.js';
import { Turns } from './admit/turns.js';
import { Binding } from './listen/binding.js';
import { Forwarder, type ForwarderDependencies, type ForwarderEvents } from './forwarder.js';
import type { NameDialler } from './target/dial.js';
import type { Outage } from './target/reachability.js';
import { listenKey, planChange, type Change } from './plan-change.js';
import type { ForwardView } from './view.js';
import { Slices } from './slices.js';
import { CarrierWatch } from './target/carrier-watch.js';
import { Looks, soon } from './target/looks.js';
import { soughtAmong } from './target/sought.js';
import { Target } from './target/target.js';
import { linksTo } from './target/own-end.js';
import { guarded, ownListeners, type OwnListenerOf } from './target/own-way.js';
import { anyWay, wayBy, type Way } from './target/way.js';
import { ValidityWatch, type ValidityPeriod } from './target/validity-watch.js';
import type { Handshake } from './wire/handshake.js';
import type { Wire } from './wire/wire.js';

export interface ForwardsEvents extends ForwarderEvents {
  /** A target cannot be reached; the ports that may be closed for it are. Followed by targetUp(). */
  readonly targetDown: (gateway: TargetOfForward, outage: Outage) => void;
  readonly targetUp: (gateway: TargetOfForward) => void;
  /** The pinned certificate of a target has expired, or is not valid yet. Once a day. */
  readonly certificateOutdated: (gateway: TargetOfForward, certificate: ValidityPeriod) => void;
}

export class Forwards {
  private current: readonly Forwarder[] = [];
  /** Among those in force, or about to be: a target is looked at before its ports open. */
  private ownListenerOf: OwnListenerOf = () => undefined;
  /** Replaced, but with live connections. */
  private readonly retired = new Set<Forwarder>();
  /** By the keys of their entries. */
  private readonly bindings = new Map<string, Binding<Wire>>();
  /** With TLS it is another one for each certificate, and so on; see keyOf(). */
  private readonly targets = new Map<string, Target>();
  /** By address and way alone: a gateway counts connections with and without TLS together. */
  private readonly turns = new Map<string, Turns>();
  private readonly carriers: CarrierWatch;
  /** Loaded when a forward first asks for it. */
  private tls: typeof import('./wire/handshake.js') | undefined;
  private readonly sought = soughtAmong(this.targets);
  private readonly looks = new Looks();
  private readonly dialler: NameDialler;
  /** Found once for each configuration, because they are asked for with each connection. */
  private shared: ReadonlySet<string> = new Set();
  private isStopped = false;

  constructor(
    private readonly dependencies: ForwarderDependencies,
    private readonly events: ForwardsEvents,
  ) {
    this.carriers = new CarrierWatch(dependencies.links);
    const { connect } = guarded(dependencies.wires, (to) => this.ownListenerOf(to), dependencies);
    this.dialler = { connect, names: dependencies.names };
  }

  /** Those in force. */
  get views(): readonly ForwardView[] {
    return this.current;
  }

  /** Those that were replaced, as long as connections of theirs are live. */
  get retiredViews(): readonly ForwardView[] {
    return [...this.retired];
  }

  /** As Looks.look(). */
  look(): Promise<void> {
    return this.looks.look(this.current.map(({ target }) => target));
  }

  /**
   * Puts these forwards in force, in place of those before. A forward that stays the same is not touched. A listen
   * entry stays open even if its forward changes. Live connections keep theirs. One call at a time, in slices.
   *
   * @throws AggregateError of ListenError for all entries that will never open; then everything is as before
   */
  async apply(wanted: readonly ForwardConfig[]): Promise<void> {
    const slices = new Slices();
    const before = new Map(this.current.map((forwarder) => [forwarder.config, forwarder]));
    const change = await planChange([...before.keys()], wanted, slices);
    this.expect(wanted);
    await slices.pause();
    if (wanted.some(({ targetTls }) => targetTls)) this.tls ??= await import('./wire/handshake.js');
    const next = await slices.map(wanted, (config) => {
      const kept = change.kept.get(config);
      return (kept && before.get(kept)) ?? this.create(config);
    });
    await this.firstLook(next, slices);
    const opened = this.bindingsToOpen(change, next);
    const ready = new Set(next.flatMap(({ config, mayListen }) => (mayListen ? config.listen : [])));
    const start = (binding: Binding<Wire>): Promise<void> => binding.start(ready.has(binding.entry));
    const failures = await this.open([...opened.values()], this.bindingsOf(change.inTheWay), start, slices);
    if (failures.length > 0 || this.isStopped) {
      for (const forwarder of next) if (!before.has(forwarder.config)) forwarder.abortAll();
      this.forgetTargets();
      this.expect([...before.keys()]);
      if (this.isStopped) return;
      throw new AggregateError(failures);
    }
    for (const binding of this.bindingsOf(change.closed)) binding.stop();
    for (const entry of change.closed) this.bindings.delete(listenKey(entry));
    for (const each of opened) this.bindings.set(...each);
    this.replace(next);
  }

  /** Accepts no more, for good; live connections go on. */
  stopListening(): void {
    this.isStopped = true;
    this.looks.stop();
    for (const forwarder of this.current) forwarder.stopListening();
    for (const target of this.targets.values()) target.stop();
  }

  /** Resolves when no connection is live. */
  async drained(): Promise<void> {
    await Promise.all(this.all.map((forwarder) => forwarder.drained()));
  }

  /** Resets every live connection, after what was received has been flushed. */
  cutAll(): void {
    for (const forwarder of this.all) forwarder.cutAll();
  }

  /** Resets every live connection at once. */
  abortAll(): void {
    for (const forwarder of this.all) forwarder.abortAll();
  }

  private get all(): readonly Forwarder[] {
    return [...this.current, ...this.retired];
  }

  private expect(forwards: readonly ForwardConfig[]): void {
    this.shared = sharedTargets(forwards.map(({ target }) => target));
    const entries = forwards.flatMap(({ listen }) => listen);
    this.ownListenerOf = ownListeners(entries, this.dependencies);
  }

  private create(config: ForwardConfig): Forwarder {
    return new Forwarder(config, this.targetOf(config), this.dependencies, this.events);
  }

  /** The same for all forwards to it. */
  private targetOf(config: ForwardConfig): Target {
    const { target: endpoint, source, connectTimeout, sendProxy } = config;
    const key = keyOf(config);
    const known = this.targets.get(key);
    if (known !== undefined) return known;
    const shakeHands = this.handshakeOf(config);
    const way = this.wayOf(config);
    const target = new Target(endpoint, this.turnsOf(config), {
      dialler: { ...this.dialler, connect: way.connect, shakeHands },
      way,
      source,
      ...(shakeHands && { tls: { sendProxy, timeout: connectTimeout } }),
      isPassive: config.probe === 'carrier',
      carriers: this.carriers,
      reporter: {
        targetDown: (outage) => {
          this.events.targetDown(config, outage);
        },
        targetUp: () => {
          this.events.targetUp(config);
        },
      },
      soughtTargets: this.sought,
    });
    this.targets.set(key, target);
    return target;
  }

  private wayOf({ source, target }: ForwardConfig): Way {
    if (source !== undefined) return wayBy(source, this.dialler, this.dependencies);
    const key = targetKey(target);
    const { ownNetworks } = this.dependencies;
    return anyWay(this.dialler, (host) => this.shared.has(key) && linksTo(host, ownNetworks()).length > 1);
  }

  private turnsOf({ target, source, maxTargetConnections }: ForwardConfig): Turns {
    const key = targetKey(target, source);
    const turns = this.turns.get(key) ?? new Turns(orUnlimited(maxTargetConnections));
    this.turns.set(key, turns);
    return turns;
  }

  private handshakeOf(config: ForwardConfig): Handshake | undefined {
    const { target, targetTls, targetFingerprint = '', targetIdentity } = config;
    const validity = new ValidityWatch((period) => this.events.certificateOutdated(config, period));
    if (!targetTls) return undefined;
    return this.tls?.handshakeWith({
      fingerprint: targetFingerprint,
      serverName: isAddress(target.host) ? undefined : target.host,
      identity: targetIdentity,
      accepted: validity.seen,
    });
  }

  /** Looks at targets of which nothing is known yet. One that does not answer holds up the others for a moment only. */
  private async firstLook(forwarders: readonly Forwarder[], slices: Slices): Promise<void> {
    await slices.forEach(forwarders, ({ target }) => {
      target.look();
    });
    const awaited = forwarders.filter(({ mayListen }) => !mayListen).map(({ target }) => target.tried());
    await soon(Promise.all(awaited));
  }

  /** New ones, not started, by the keys of their entries. */
  private bindingsToOpen({ opened }: Change, forwarders: readonly Forwarder[]): Map<string, Binding<Wire>> {
    const { wires } = this.dependencies;
    const fresh = new Set(opened);
    const bindings = forwarders.flatMap((forwarder) => {
      const entries = forwarder.config.listen.filter((entry) => fresh.has(entry));
      return entries.map((entry) => new Binding(entry, this.dependencies, wires.takeAccepted, forwarder));
    });
    return new Map(bindings.map((binding) => [listenKey(binding.entry), binding]));
  }

  /** Starts these, all or none. Those in the way give way, and come back if it fails. */
  private async open(
    fresh: readonly Binding<Wire>[],
    inTheWay: readonly Binding<Wire>[],
    start: (binding: Binding<Wire>) => Promise<void>,
    slices: Slices,
  ): Promise<unknown[]> {
    const givingWay = inTheWay.filter(({ isOpen }) => isOpen);
    for (const binding of inTheWay) binding.stop();
    const failures: unknown[] = [];
    const started = await slices.map(fresh, (binding) =>
      start(binding).catch((error: unknown) => void failures.push(error)),
    );
    await Promise.all(started);
    if (failures.length === 0 && !this.isStopped) return [];
    for (const binding of fresh) binding.stop();
    if (!this.isStopped) for (const binding of givingWay) binding.reopen();
    return failures;
  }

  private replace(next: readonly Forwarder[]): void {
    const before = new Set(this.current);
    this.current = next;
    for (const { config, target } of next) target.turns.limit = orUnlimited(config.maxTargetConnections);
    // First the new ones: a target without observers would forget that it is down.
    for (const forwarder of next)
      if (!before.delete(forwarder)) forwarder.serve(this.bindingsOf(forwarder.config.listen));
    for (const forwarder of before) this.retire(forwarder);
    this.forgetTargets();
  }

  /** Those that are there for these entries. */
  private bindingsOf(entries: readonly ListenAddress[]): Binding<Wire>[] {
    return entries.flatMap((entry) => this.bindings.get(listenKey(entry)) ?? []);
  }

  private retire(forwarder: Forwarder): void {
    forwarder.retire();
    if (forwarder.active === 0) return;
    this.retired.add(forwarder);
    void forwarder.drained().then(() => this.retired.delete(forwarder) && this.forgetTargets());
  }

  /** A target is kept as long as there are connections to it, so that they go on counting. */
  private forgetTargets(): void {
    const used = new Set(this.all.map(({ target }) => target));
    for (const [key, target] of this.targets) {
      if (used.has(target)) continue;
      target.stop();
      this.targets.delete(key);
    }
    const turns = new Set([...this.targets.values()].map((target) => target.turns));
    for (const [key, each] of this.turns) if (!turns.has(each)) this.turns.delete(key);
  }
}

/** Equal for forwards whose connections to the target are made alike. */
function keyOf({ target, source, targetTls, ...config }: ForwardConfig): string {
  const { targetFingerprint, targetIdentity, sendProxy, connectTimeout } = config;
  const key = targetKey(target, source);
  if (!targetTls) return key;
  return JSON.stringify([key, targetFingerprint, targetIdentity, sendProxy, connectTimeout]);
}

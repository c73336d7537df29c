// All forwards of a process: starts them, exchanges them for others without a gap, and ends them.
import { isDeepStrictEqual } from 'node:util';
import { orUnlimited, type Endpoint, type ForwardConfig, type ListenAddress } from '../config/config.js';
import { targetKey } from '../config/endpoint.js';
import { formatListen } from '../config/listen-address.js';
import { Binding } from './listen/binding.js';
import { Forwarder, type ForwarderDependencies, type ForwarderEvents } from './forwarder.js';
import type { Outage } from './target/reachability.js';
import type { ForwardView } from './view.js';
import { Target } from './target/target.js';

export interface ForwardsEvents extends ForwarderEvents {
  /** A target cannot be reached; the ports that may be closed for it are. Followed by targetUp(). */
  readonly targetDown: (target: Endpoint, outage: Outage) => void;
  readonly targetUp: (target: Endpoint) => void;
}

export class Forwards {
  private current: readonly Forwarder[] = [];
  /** Replaced, but with live connections. */
  private readonly retired = new Set<Forwarder>();
  private bindings: ReadonlyMap<string, Binding> = new Map();
  private readonly targets = new Map<string, Target>();
  private isStopped = false;

  constructor(
    private readonly dependencies: ForwarderDependencies,
    private readonly events: ForwardsEvents,
  ) {}

  /** Those in force. */
  get views(): readonly ForwardView[] {
    return this.current;
  }

  /** Those that were replaced, as long as connections of theirs are live. */
  get retiredViews(): readonly ForwardView[] {
    return [...this.retired];
  }

  /** Looks whether the targets can be reached, where the last try was a while ago. */
  look(): void {
    if (this.isStopped) return;
    for (const { target } of this.current) target.look();
  }

  /**
   * Puts these forwards in force, in place of those before. A forward that stays the same is not touched. A listen
   * entry stays open even if its forward changes. Live connections go on under the configuration they began with.
   * One call at a time.
   *
   * @throws AggregateError of ListenError for all entries that cannot be opened; then everything is as before
   */
  async apply(configs: readonly ForwardConfig[]): Promise<void> {
    const next = configs.map((config) => this.same(config) ?? this.create(config));
    const bindings = this.bindingsOf(next);
    const surplus = [...this.bindings].filter(([key]) => !bindings.has(key)).map(([, binding]) => binding);
    const failures = await this.open(bindings, surplus);
    if (failures.length > 0 || this.isStopped) {
      for (const forwarder of next) if (!this.current.includes(forwarder)) forwarder.abortAll();
      this.forgetTargets();
      if (this.isStopped) return;
      throw new AggregateError(failures);
    }
    for (const binding of surplus) binding.stop();
    this.bindings = bindings;
    this.replace(next);
  }

  /** Accepts no more, for good; live connections go on. */
  stopListening(): void {
    this.isStopped = true;
    for (const forwarder of this.current) forwarder.stopListening();
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

  private same(config: ForwardConfig): Forwarder | undefined {
    return this.current.find((forwarder) => isDeepStrictEqual(forwarder.config, config));
  }

  private create(config: ForwardConfig): Forwarder {
    return new Forwarder(config, this.targetOf(config), this.dependencies, this.events);
  }

  /** The same for all forwards to it. */
  private targetOf({ target: endpoint, maxTargetConnections }: ForwardConfig): Target {
    const key = targetKey(endpoint);
    const known = this.targets.get(key);
    if (known !== undefined) return known;
    const target = new Target(endpoint, orUnlimited(maxTargetConnections), {
      targetDown: (outage) => {
        this.events.targetDown(endpoint, outage);
      },
      targetUp: () => {
        this.events.targetUp(endpoint);
      },
    });
    this.targets.set(key, target);
    return target;
  }

  /** By their entries: those there are already, and new ones that have not been started. */
  private bindingsOf(forwarders: readonly Forwarder[]): ReadonlyMap<string, Binding> {
    const { addressesOf } = this.dependencies;
    const all = forwarders.flatMap((forwarder) =>
      forwarder.config.listen.map((entry) => ({ forwarder, entry })),
    );
    return new Map(
      all.map(({ forwarder, entry }) => {
        const key = keyOf(entry);
        return [key, this.bindings.get(key) ?? new Binding(entry, addressesOf, forwarder)];
      }),
    );
  }

  /** Starts what is new, all or nothing. Surplus bindings of the same ports give way, and come back if it fails. */
  private async open(
    bindings: ReadonlyMap<string, Binding>,
    surplus: readonly Binding[],
  ): Promise<unknown[]> {
    const fresh = [...bindings].filter(([key]) => !this.bindings.has(key)).map(([, binding]) => binding);
    const ports = new Set(fresh.map(({ entry }) => entry.port));
    const inTheWay = surplus.filter(({ entry, isOpen }) => isOpen && ports.has(entry.port));
    for (const binding of inTheWay) binding.stop();
    const results = await Promise.allSettled(fresh.map((binding) => binding.start()));
    const failures = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    if (failures.length === 0 && !this.isStopped) return [];
    for (const binding of fresh) binding.stop();
    if (!this.isStopped) for (const binding of inTheWay) binding.reopen();
    return failures;
  }

  private replace(next: readonly Forwarder[]): void {
    const before = this.current;
    this.current = next;
    for (const { config, target } of next) target.turns.limit = orUnlimited(config.maxTargetConnections);
    // First the new ones: a target without observers would forget that it is down.
    for (const forwarder of next)
      if (!before.includes(forwarder)) forwarder.serve(this.bindingsFor(forwarder));
    for (const forwarder of before) if (!next.includes(forwarder)) void this.retire(forwarder);
    this.forgetTargets();
  }

  private bindingsFor({ config }: Forwarder): Binding[] {
    return config.listen.flatMap((entry) => this.bindings.get(keyOf(entry)) ?? []);
  }

  private async retire(forwarder: Forwarder): Promise<void> {
    forwarder.retire();
    this.retired.add(forwarder);
    await forwarder.drained();
    this.retired.delete(forwarder);
    this.forgetTargets();
  }

  /** A target is kept as long as there are connections to it, so that they go on counting. */
  private forgetTargets(): void {
    const used = new Set(this.all.map(({ target }) => target));
    for (const [key, target] of this.targets) if (!used.has(target)) this.targets.delete(key);
  }
}

/** The same entry keeps its listeners in every forward that it belongs to. */
function keyOf(entry: ListenAddress): string {
  return entry.fd === undefined ? formatListen(entry) : `fd ${entry.fd}`;
}

// One forward: takes what its bindings accept, keeps its live connections, and follows its target's state.
import type { Server } from 'node:net';
import type { ForwardConfig, ListenAddress } from '../config/config.js';
import { isWildcard } from '../config/listen-address.js';
import { Access, type IsInOwnSubnet } from './admit/access.js';
import type { Admission } from './admit/admission.js';
import type { Binding, BindingEvents, ListenMachine } from './listen/binding.js';
import { Connection, type ConnectionContext } from './connection.js';
import { LiveSet } from './live-set.js';
import { InactivityWatch } from './relay/inactivity.js';
import type { ListenError } from './listen/listener.js';
import type { ConnectionRecord, RecordSink } from './record.js';
import type { Names } from './target/names.js';
import type { Outage, Reachability } from './target/reachability.js';
import type { Unacknowledged } from './relay/reset.js';
import type { MachineAddresses } from './target/own-way.js';
import type { WayMachine } from './target/way.js';
import type { LinkSnapshot } from './target/carrier-watch.js';
import type { TargetEvents } from './target/context.js';
import type { Target } from './target/target.js';
import type { ByteCounts, ForwardView, ListenState, LiveConnection } from './view.js';
import type { Wire, WireMaker } from './wire/wire.js';

/** Reports of a forwarder. */
export interface ForwarderEvents {
  /** accept() failed with this errno name; the forwarder goes on. */
  readonly acceptFailed: (forward: ForwardConfig, code: string) => void;
  /** It now listens on these addresses, other ones than before. */
  readonly listening: (forward: ForwardConfig, addresses: readonly ListenAddress[]) => void;
  /** An interface to listen on has no address; it is waited for. */
  readonly waiting: (forward: ForwardConfig, interfaceName: string) => void;
  /** An address cannot be listened on at the moment, or another program has it; it is tried again. */
  readonly listenFailed: (forward: ForwardConfig, error: ListenError) => void;
}

/** Shared by all forwards of a process. */
export interface ForwarderDependencies extends ListenMachine, MachineAddresses, WayMachine {
  readonly admission: Admission;
  readonly sinks: readonly RecordSink[];
  readonly nextId: () => number;
  readonly unacknowledged: Unacknowledged;
  readonly wires: WireMaker<Server>;
  readonly isInOwnSubnet: IsInOwnSubnet;
  readonly links: () => LinkSnapshot;
  /** Whether this machine has no address in the home network. */
  readonly isHomeAway: () => boolean;
  readonly names: Names;
}

/**
 * Time between looks for connections without TCP keep-alive, in ms. Most are over by then, and are spared eight system
 * calls for their two sockets.
 */
const SETTLED_MS = 1000;

/** The first of these that a binding is in is the forwarder's. */
const STATES_BY_URGENCY: readonly ListenState[] = ['failed', 'waiting', 'closed', 'listening'];

export class Forwarder implements BindingEvents<Wire>, TargetEvents, ForwardView {
  private bindings: readonly Binding<Wire>[] = [];
  private readonly live = new LiveSet<Connection>();
  private readonly context: ConnectionContext;
  private readonly onEmpty: (() => void)[] = [];

  constructor(
    readonly config: ForwardConfig,
    readonly target: Target,
    private readonly dependencies: ForwarderDependencies,
    private readonly events: ForwarderEvents,
  ) {
    this.watch();
    const { isInOwnSubnet } = dependencies;
    this.context = { ...dependencies, config, target, access: new Access(config, isInOwnSubnet) };
  }

  private watch(): void {
    const watch = new InactivityWatch(this.config);
    if (watch.tickMs > 0) this.live.every(watch.tickMs, () => watch.look(this.live));
    this.live.every(SETTLED_MS, () => {
      for (const connection of this.live) connection.keepAlive();
    });
  }

  /** Serves what these accept from now on, and opens or closes them by the target's state. */
  serve(bindings: readonly Binding<Wire>[]): void {
    this.bindings = bindings;
    for (const binding of bindings) binding.receiver = this;
    if (this.config.whenTargetDown !== 'reset') this.target.observe(this);
    if (this.mayListen) this.targetUp();
    else for (const binding of bindings) binding.close();
  }

  /** Ports without a target behind them would make clients wait in vain. */
  get mayListen(): boolean {
    return this.config.whenTargetDown === 'reset' || this.target.isUp;
  }

  /** The addresses listened on. */
  get addresses(): ListenAddress[] {
    return this.bindings.flatMap((binding) => binding.addresses);
  }

  get listenFailures(): readonly ListenError[] {
    return this.bindings.flatMap(({ failures }) => failures);
  }

  get listenState(): ListenState {
    const states = this.bindings.map(({ state }) => state);
    const state = STATES_BY_URGENCY.find((each) => states.includes(each)) ?? 'closed';
    return state === 'listening' && this.isOutOfReach ? 'waiting' : state;
  }

  /** Whether no client outside this machine can connect, although every port is open. */
  private get isOutOfReach(): boolean {
    const { isOwnAddress, isHomeAway } = this.dependencies;
    return this.bindings.every(({ entry }) =>
      isWildcard(entry) ? isHomeAway() : entry.host !== undefined && isOwnAddress(entry.host) === false,
    );
  }

  get reachability(): Reachability {
    return this.target.reachability;
  }

  get queued(): number {
    return [...this.live].filter(({ isWaiting }) => isWaiting).length;
  }

  get active(): number {
    return this.live.size;
  }

  get carried(): ByteCounts {
    let [bytesToTarget, bytesToClient] = [0, 0];
    for (const { relay } of this.live) {
      bytesToTarget += relay?.carried.bytesToTarget ?? 0;
      bytesToClient += relay?.carried.bytesToClient ?? 0;
    }
    return { bytesToTarget, bytesToClient };
  }

  *connections(): Iterable<LiveConnection> {
    for (const connection of this.live) {
      const view = connection.view();
      if (view !== undefined) yield view;
    }
  }

  /** Gives up its bindings, which serve another forwarder now; live connections go on. */
  retire(): void {
    this.bindings = [];
    this.target.ignore(this);
  }

  /** Accepts no more; live connections go on. */
  stopListening(): void {
    for (const binding of this.bindings) binding.stop();
    this.retire();
  }

  /** Resolves when no connection is live. */
  async drained(): Promise<void> {
    if (this.live.size === 0) return;
    await new Promise<void>((resolve) => this.onEmpty.push(resolve));
  }

  /** Resets every live connection, after what was received has been flushed. */
  cutAll(): void {
    for (const connection of this.live) connection.cut('shutdown');
  }

  /** Resets every live connection at once. */
  abortAll(): void {
    for (const connection of this.live) connection.abort('shutdown');
  }

  readonly accepted = (client: Wire): void => {
    const connection = new Connection(this.dependencies.nextId(), client, this.context, this.onEnded);
    this.live.add(connection);
    connection.start();
  };

  readonly acceptFailed = (code: string): void => {
    this.events.acceptFailed(this.config, code);
  };

  readonly rebound = (): void => {
    this.events.listening(this.config, this.addresses);
  };

  readonly unbound = (interfaceName: string): void => {
    this.events.waiting(this.config, interfaceName);
  };

  readonly failed = (error: ListenError): void => {
    this.events.listenFailed(this.config, error);
  };

  readonly targetDown = ({ outcome, code }: Outage): void => {
    for (const binding of this.bindings) binding.close();
    for (const connection of this.live) if (connection.isEntering) connection.cut(outcome, code);
  };

  readonly targetUp = (): void => {
    for (const binding of this.bindings) binding.reopen();
  };

  private readonly onEnded = (connection: Connection, record: ConnectionRecord): void => {
    this.live.delete(connection);
    for (const sink of this.dependencies.sinks) sink(record);
    if (this.live.size === 0) for (const resolve of this.onEmpty.splice(0)) resolve();
  };
}

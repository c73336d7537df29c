// One forward: its listeners, its live connections, its start and its end.
import type { Socket } from 'node:net';
import type { ForwardConfig, ListenAddress } from '../config/config.js';
import type { Admission } from './admission.js';
import { Connection, type ConnectionEnd, type ConnectionRecord } from './connection.js';
import { InactivityWatch } from './inactivity.js';
import { Listener } from './listener.js';
import type { Unacknowledged } from './reset.js';

/** What a forwarder reports. */
export interface ForwarderEvents {
  /** A connection has ended; its sockets are closed. */
  readonly ended: (record: ConnectionRecord) => void;
  /** accept() failed with this errno name; the forwarder goes on. */
  readonly acceptFailed: (forward: string, code: string) => void;
}

/** What all forwards of a process share. */
export interface ForwarderDependencies {
  readonly admission: Admission;
  readonly nextId: () => number;
  readonly unacknowledged: Unacknowledged;
}

export class Forwarder {
  private readonly listeners: readonly Listener[];
  private readonly live = new Set<Connection>();
  private readonly watch: InactivityWatch;
  private onEmpty: (() => void) | undefined;

  constructor(
    private readonly config: ForwardConfig,
    private readonly dependencies: ForwarderDependencies,
    private readonly events: ForwarderEvents,
  ) {
    this.watch = new InactivityWatch(config);
    const acceptFailed = (code: string): void => {
      events.acceptFailed(config.name, code);
    };
    this.listeners = config.listen.map(
      (address) => new Listener(address, { accepted: this.onAccepted, acceptFailed }),
    );
  }

  /**
   * Starts all listeners.
   *
   * @returns the addresses listened on, in the order of the configuration
   * @throws AggregateError of ListenError for all that failed; then nothing is left listening
   */
  async start(): Promise<ListenAddress[]> {
    const started = await Promise.allSettled(this.listeners.map((listener) => listener.start()));
    const failures = started
      .filter((result) => result.status === 'rejected')
      .map((result) => result.reason as Error);
    if (failures.length === 0) return started.filter((r) => r.status === 'fulfilled').map((r) => r.value);
    this.stopListening();
    throw new AggregateError(failures);
  }

  /** Accepts no more; live connections go on. */
  stopListening(): void {
    for (const listener of this.listeners) listener.stop();
  }

  /** Resolves when no connection is live. */
  async drained(): Promise<void> {
    if (this.live.size === 0) return;
    await new Promise<void>((resolve) => (this.onEmpty = resolve));
  }

  /** Resets every live connection, after what was received has been flushed. */
  cutAll(): void {
    for (const connection of this.live) connection.cut('shutdown');
  }

  /** Resets every live connection at once. */
  abortAll(): void {
    for (const connection of this.live) connection.abort('shutdown');
  }

  private readonly onAccepted = (client: Socket): void => {
    const { admission, nextId, unacknowledged } = this.dependencies;
    const connection = new Connection(nextId(), client, this.config, unacknowledged, this.onEnded);
    this.live.add(connection);
    this.watch.add(connection);
    if (admission.enter()) connection.start();
    else connection.cut('over-limit');
  };

  private readonly onEnded = (connection: Connection, end: ConnectionEnd): void => {
    this.live.delete(connection);
    this.watch.delete(connection);
    this.dependencies.admission.leave();
    this.events.ended({ ...end, active: this.dependencies.admission.active });
    if (this.live.size === 0) this.onEmpty?.();
  };
}

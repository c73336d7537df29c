// Ends connections in which nothing has moved for too long; costs nothing per byte and little per connection.
import type { Relay } from './relay.js';

/** How long nothing may move, in ms; 0 = without limit. */
export interface InactivityLimits {
  readonly idleTimeout: number;
  /** Once one side has sent its FIN. */
  readonly halfCloseTimeout: number;
}

/** The part of a connection that the watch needs. */
export interface WatchedConnection {
  readonly relay: Relay | undefined;
  /** For the watch alone; at first {@link NOTHING_SEEN}. */
  seen: Seen;
}

/** The state of a connection at the last look. */
export interface Seen {
  readonly activity: number;
  /** When `activity` was first seen at its present value, by the watch's clock. */
  readonly since: number;
}

export const NOTHING_SEEN: Seen = { activity: -1, since: 0 };

/** An idle process is woken about once a second at most. A longer tick would overrun a long timeout for nothing. */
const LONGEST_TICK_MS = 1000;
/** A timeout is overrun by up to one tick, never cut short; a tick is this part of the shortest timeout. */
const TICKS_PER_TIMEOUT = 20;
const SHORTEST_TICK_MS = 5;

/**
 * Compares, at each look, what has moved in a connection with the look before, so that no timer is touched while bytes
 * flow.
 */
export class InactivityWatch {
  /** How often connections must be looked at, in ms; 0: never, without limits. */
  readonly tickMs: number;

  /** @param clock monotonic, in ms */
  constructor(
    private readonly limits: InactivityLimits,
    private readonly clock: () => number = () => performance.now(),
  ) {
    const timeouts = [limits.idleTimeout, limits.halfCloseTimeout].filter((timeout) => timeout > 0);
    const tick = Math.min(...timeouts) / TICKS_PER_TIMEOUT; // Infinity when both are off
    this.tickMs = timeouts.length === 0 ? 0 : Math.min(LONGEST_TICK_MS, Math.max(SHORTEST_TICK_MS, tick));
  }

  look(connections: Iterable<WatchedConnection>): void {
    const now = this.clock();
    for (const connection of connections) {
      const { relay } = connection;
      if (relay !== undefined) this.lookAt(relay, connection, now);
    }
  }

  private lookAt(relay: Relay, connection: WatchedConnection, now: number): void {
    const { activity } = relay;
    if (activity !== connection.seen.activity) {
      connection.seen = { activity, since: now };
      return;
    }
    const limit = relay.isHalfClosed ? this.limits.halfCloseTimeout : this.limits.idleTimeout;
    if (limit > 0 && now - connection.seen.since >= limit)
      relay.expire(relay.isHalfClosed ? 'half-close-timeout' : 'idle-timeout');
  }
}

// Ends connections in which nothing has moved for too long; costs nothing per byte and little per connection.
import type { Relay } from './relay.js';

/** The part of a connection that the watch needs. */
export interface WatchedConnection {
  readonly relay: Relay | undefined;
}

/** How long nothing may move, in ms; 0 = without limit. */
export interface InactivityLimits {
  readonly idleTimeout: number;
  /** Once one side has sent its FIN. */
  readonly halfCloseTimeout: number;
}

interface LastMovement {
  activity: number;
  /** When `activity` was first seen at its present value, by the watch's clock. */
  since: number;
}

/** An idle process is woken about once a second at most. A longer tick would overrun a long timeout for nothing. */
const LONGEST_TICK_MS = 1000;
/** A timeout is overrun by up to one tick, never cut short; a tick is this part of the shortest timeout. */
const TICKS_PER_TIMEOUT = 20;
const SHORTEST_TICK_MS = 5;

/**
 * Compares, at each tick, what has moved in a connection with the tick before, so that no timer is touched while bytes
 * flow. The timer runs only while there are connections.
 */
export class InactivityWatch {
  private readonly seen = new Map<WatchedConnection, LastMovement>();
  private timer: NodeJS.Timeout | undefined;
  private readonly tickMs: number;

  /** @param clock monotonic, in ms */
  constructor(
    private readonly limits: InactivityLimits,
    private readonly clock: () => number = () => performance.now(),
  ) {
    const timeouts = [limits.idleTimeout, limits.halfCloseTimeout].filter((timeout) => timeout > 0);
    const tick = Math.min(...timeouts) / TICKS_PER_TIMEOUT; // Infinity when both are off
    this.tickMs = timeouts.length === 0 ? 0 : Math.min(LONGEST_TICK_MS, Math.max(SHORTEST_TICK_MS, tick));
  }

  add(connection: WatchedConnection): void {
    if (this.tickMs === 0) return;
    this.seen.set(connection, { activity: -1, since: 0 });
    this.timer ??= setInterval(this.tick, this.tickMs);
  }

  delete(connection: WatchedConnection): void {
    this.seen.delete(connection);
    if (this.seen.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private readonly tick = (): void => {
    const now = this.clock();
    for (const [{ relay }, seen] of this.seen) {
      if (relay !== undefined) this.look(relay, seen, now);
    }
  };

  private look(relay: Relay, seen: LastMovement, now: number): void {
    const { activity } = relay;
    if (activity !== seen.activity) {
      seen.activity = activity;
      seen.since = now;
      return;
    }
    const limit = relay.isHalfClosed ? this.limits.halfCloseTimeout : this.limits.idleTimeout;
    if (limit > 0 && now - seen.since >= limit)
      relay.expire(relay.isHalfClosed ? 'half-close-timeout' : 'idle-timeout');
  }
}

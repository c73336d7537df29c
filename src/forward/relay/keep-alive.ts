// Enables TCP keep-alive on connections older than one second.

/** Silence before the first probe, in ms: a client may have been lost with its Wi-Fi. */
export const KEEP_ALIVE_DELAY_MS = 60_000;
/** Most connections are over by then, and are spared eight system calls for their two sockets. */
const SETTLED_MS = 1000;

/** A connection that may last. */
export interface KeepAliveConnection {
  /** Enables keep-alive on every socket it has; to be called again if more are to come. */
  readonly keepAlive: () => 'complete' | 'more to come';
}

/** Looks at new connections once a second, as long as there are any. */
export class KeepAlive {
  private readonly fresh = new Set<KeepAliveConnection>();
  private timer: NodeJS.Timeout | undefined;

  add(connection: KeepAliveConnection): void {
    this.fresh.add(connection);
    this.timer ??= setInterval(this.tick, SETTLED_MS);
  }

  delete(connection: KeepAliveConnection): void {
    this.fresh.delete(connection);
    if (this.fresh.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private readonly tick = (): void => {
    for (const connection of this.fresh) if (connection.keepAlive() === 'complete') this.delete(connection);
  };
}

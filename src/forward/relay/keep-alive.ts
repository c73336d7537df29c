// Has the kernel ask whether the other side is still there, for connections that last.

/** After how much silence it asks, in ms: a client may have been lost with its Wi-Fi. */
export const KEEP_ALIVE_DELAY_MS = 60_000;
/** Most connections are over by then, and need not pay for it: eight system calls for its two sockets. */
const SETTLED_MS = 1000;

/** What has sockets that are to be kept alive. */
export interface Lasting {
  /** Turns it on for every socket it has; to be called again if more are to come. */
  readonly keepAlive: () => 'complete' | 'more to come';
}

/** Looks at new connections once a second, as long as there are any. */
export class KeepAlive {
  private readonly fresh = new Set<Lasting>();
  private timer: NodeJS.Timeout | undefined;

  add(connection: Lasting): void {
    this.fresh.add(connection);
    this.timer ??= setInterval(this.tick, SETTLED_MS);
  }

  delete(connection: Lasting): void {
    this.fresh.delete(connection);
    if (this.fresh.size === 0) this.stop();
  }

  private readonly tick = (): void => {
    for (const connection of this.fresh) if (connection.keepAlive() === 'complete') this.delete(connection);
  };

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

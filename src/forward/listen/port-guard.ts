// Keeps a closed port from programs that would listen on it of all addresses.
import { GUARD_HOST, Listener } from './listener.js';

/**
 * Else a program without any rights gets a port above 1023 on all addresses, and plays the gateway. One that asks for a
 * single address still gets it.
 */
export class PortGuard {
  private listener: Listener | undefined;

  /** Tries to, unless it does already; to be called again and again. Port 0 needs no guard. */
  async start(port: number): Promise<void> {
    if (this.listener !== undefined || port === 0) return;
    const listener = new Listener({ host: GUARD_HOST, port }, () => undefined);
    this.listener = listener;
    try {
      await listener.start((server) => server.on('connection', (socket) => socket.resetAndDestroy()));
    } catch {
      // Another program was faster, or another closed entry with this port has a guard.
      if (this.listener === listener) this.listener = undefined;
    }
  }

  stop(): void {
    this.listener?.stop();
    this.listener = undefined;
  }
}

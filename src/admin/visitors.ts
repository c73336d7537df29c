// The connections of the admin server: how many there may be, how long each may take for a request, and which one gives way.
import type { Socket } from 'node:net';

/** A browser opens up to six: room for some browsers, Home Assistant and Prometheus. */
export const ADMIN_CONNECTIONS = 32;

/**
 * The limit in ms from one answer to the next, or from accept to the first: a client that trickles must not hold a
 * place. Node's requestTimeout works only for sockets that the HTTP server has accepted itself.
 */
const REQUEST_MS = 10_000;

export class Visitors {
  private readonly deadlines = new Map<Socket, NodeJS.Timeout>();
  /** Connections without a request, the longest idle first. */
  private readonly idle = new Set<Socket>();

  /**
   * Counts the connection in. Browsers keep idle connections: when all places are taken, the longest idle one is closed.
   *
   * @returns false if all are busy; the socket is then still the caller's
   */
  admit(socket: Socket): boolean {
    const [longestIdle] = this.idle;
    if (this.deadlines.size >= ADMIN_CONNECTIONS) {
      if (longestIdle === undefined) return false;
      this.forget(longestIdle);
      longestIdle.destroy();
    }
    this.begin(socket);
    this.idle.add(socket);
    socket.once('close', () => {
      this.forget(socket);
    });
    return true;
  }

  /** A request has come. */
  asks(socket: Socket): void {
    this.idle.delete(socket);
  }

  /** The client has taken the answer, or never will. */
  answered(socket: Socket): void {
    if (!this.deadlines.has(socket)) return;
    this.begin(socket);
    this.idle.add(socket);
  }

  /** Cuts all. */
  stop(): void {
    for (const socket of this.deadlines.keys()) socket.destroy();
  }

  /** Begins the time for a request. */
  private begin(socket: Socket): void {
    clearTimeout(this.deadlines.get(socket));
    const deadline = setTimeout(() => socket.destroy(), REQUEST_MS);
    this.deadlines.set(socket, deadline);
  }

  private forget(socket: Socket): void {
    clearTimeout(this.deadlines.get(socket));
    this.deadlines.delete(socket);
    this.idle.delete(socket);
  }
}

// The connections of the admin server: how many there may be, how long each may take for a request, and which one gives way.
import type { Socket } from 'node:net';
import { isLoopback } from '../config/ip-literal.js';

/** A browser opens up to six: room for some browsers, Home Assistant and Prometheus. */
const OUTSIDE_CONNECTIONS = 32;
/** Places in all. Some are for this machine alone, so that its owner can always look. */
export const ADMIN_CONNECTIONS = OUTSIDE_CONNECTIONS + 4;

/**
 * The limit in ms from one answer to the next, or from accept to the first: a client that trickles must not hold a
 * place. Node's requestTimeout works only for sockets that the HTTP server has accepted itself.
 */
const REQUEST_MS = 10_000;
/** An answer is sent in some ms: after this time, its client does not read it. */
const SLOW_MS = 1000;

interface Visitor {
  readonly socket: Socket;
  readonly client: string;
  /** Its request is being answered. */
  isBusy: boolean;
  /** Since when it is busy or idle. */
  since: number;
  deadline?: NodeJS.Timeout;
}

export class Visitors {
  /** The one that has been busy or idle for longest comes first. A few, so that searching costs nothing. */
  private visitors: Visitor[] = [];

  /**
   * Counts the connection in. When all places are taken, a connection without a request gives way, or one whose answer is
   * not read.
   *
   * @param client its address
   * @returns false if there is no place; the socket is then still the caller's
   */
  admit(socket: Socket, client: string): boolean {
    if (!this.hasPlace(client)) {
      const leaving = this.leavingFor(client);
      if (leaving === undefined) return false;
      this.forget(leaving.socket);
      leaving.socket.destroy();
    }
    this.begin({ socket, client, isBusy: false, since: 0 });
    socket.once('close', () => {
      this.forget(socket);
    });
    return true;
  }

  /** A request has come. */
  asks(socket: Socket): void {
    const visitor = this.find(socket);
    if (visitor !== undefined) this.move(visitor, true);
  }

  /** The client has taken the answer, or never will. */
  answered(socket: Socket): void {
    const visitor = this.find(socket);
    if (visitor !== undefined) this.begin(visitor);
  }

  /** Cuts all. */
  stop(): void {
    for (const { socket } of [...this.visitors]) socket.destroy();
  }

  private hasPlace(client: string): boolean {
    const outside = this.visitors.filter((each) => !isLoopback(each.client)).length;
    return this.visitors.length < ADMIN_CONNECTIONS && (isLoopback(client) || outside < OUTSIDE_CONNECTIONS);
  }

  /** Of the client with the most, so that many connections of one client are no trouble for others. */
  private leavingFor(client: string): Visitor | undefined {
    const [now, own] = [performance.now(), this.countOf(client)];
    const mayLeave = this.visitors.filter((each) => isLoopback(client) || !isLoopback(each.client));
    const idle = mayLeave.filter((each) => !each.isBusy && this.countOf(each.client) >= own);
    const isSlow = ({ since }: Visitor): boolean => now - since >= SLOW_MS;
    const hasMore = (each: Visitor): boolean => this.countOf(each.client) > own + 1;
    const busy = mayLeave.filter((each) => each.isBusy && (hasMore(each) || isSlow(each)));
    return this.ofMost(idle) ?? this.ofMost(busy);
  }

  private ofMost(visitors: readonly Visitor[]): Visitor | undefined {
    const most = Math.max(...visitors.map(({ client }) => this.countOf(client)));
    return visitors.find(({ client }) => this.countOf(client) === most);
  }

  private countOf(client: string): number {
    return this.visitors.filter((each) => each.client === client).length;
  }

  /** Begins the time for a request. */
  private begin(visitor: Visitor): void {
    clearTimeout(visitor.deadline);
    visitor.deadline = setTimeout(() => visitor.socket.destroy(), REQUEST_MS);
    this.move(visitor, false);
  }

  private move(visitor: Visitor, isBusy: boolean): void {
    visitor.isBusy = isBusy;
    visitor.since = performance.now();
    this.visitors = [...this.visitors.filter((each) => each !== visitor), visitor];
  }

  private forget(socket: Socket): void {
    clearTimeout(this.find(socket)?.deadline);
    this.visitors = this.visitors.filter((each) => each.socket !== socket);
  }

  private find(socket: Socket): Visitor | undefined {
    return this.visitors.find((each) => each.socket === socket);
  }
}

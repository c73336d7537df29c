// The connections of the admin server: how many there may be, how long each step may take, and who gives way.
import type { Socket } from 'node:net';
import { Admission, Place } from '../forward/admit/admission.js';
import { ADMIN_CONNECTIONS, ADMIN_CONNECTIONS_PER_CLIENT } from './limits.js';

/**
 * How long each step may take, in ms: the next request to come, with its headers, and its answer to be taken. Whoever
 * trickles his bytes is cut.
 */
const STEP_MS = 10_000;

interface Visitor {
  readonly client: string;
  readonly place: Place;
  readonly step: NodeJS.Timeout;
  /** Requests that have not been answered. */
  asking: number;
}

export class Visitors {
  private readonly admission = new Admission({
    connections: ADMIN_CONNECTIONS,
    perClient: ADMIN_CONNECTIONS_PER_CLIENT,
    capacity: Infinity,
  });
  private readonly all = new Map<Socket, Visitor>();
  /** Those that ask nothing; who has been so for the longest time first. */
  private readonly idle = new Set<Socket>();

  /**
   * Browsers keep connections for a next question. Without room one of those gives way: of the same client if it has
   * its share, otherwise of anybody.
   *
   * @returns whether there is room for it; if not, it is still the caller's
   */
  admit(socket: Socket, client: string): boolean {
    const place = this.placeOf(client) ?? (this.giveWay(client) ? this.placeOf(client) : undefined);
    if (place === undefined) return false;
    const step = setTimeout(() => socket.destroy(), STEP_MS);
    this.all.set(socket, { client, place, step, asking: 0 });
    this.idle.add(socket);
    socket.once('close', () => {
      this.forget(socket);
    });
    return true;
  }

  asks(socket: Socket): void {
    const visitor = this.all.get(socket);
    if (visitor === undefined) return;
    visitor.asking += 1;
    visitor.step.refresh();
    this.idle.delete(socket);
  }

  /** Its answer has been taken, or never will be. */
  answered(socket: Socket): void {
    const visitor = this.all.get(socket);
    if (visitor === undefined) return;
    visitor.asking -= 1;
    visitor.step.refresh();
    if (visitor.asking === 0) this.idle.add(socket);
  }

  /** Cuts all. */
  stop(): void {
    for (const socket of this.all.keys()) socket.destroy();
  }

  private placeOf(client: string): Place | undefined {
    const place = this.admission.enter();
    if (!(place instanceof Place)) return undefined;
    if (place.belongTo(client) === undefined) return place;
    place.leave();
    return undefined;
  }

  private giveWay(client: string): boolean {
    const own = [...this.all].filter(([, visitor]) => visitor.client === client).map(([socket]) => socket);
    const idle = [...this.idle];
    const hasShare = own.length >= ADMIN_CONNECTIONS_PER_CLIENT;
    const socket = hasShare ? idle.find((each) => own.includes(each)) : idle[0];
    if (socket === undefined) return false;
    this.forget(socket);
    socket.destroy();
    return true;
  }

  private forget(socket: Socket): void {
    const visitor = this.all.get(socket);
    clearTimeout(visitor?.step);
    visitor?.place.leave();
    this.all.delete(socket);
    this.idle.delete(socket);
  }
}

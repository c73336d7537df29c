// Counts the live connections of the process, of each client, and of each client at a forward: is there room for one more?
import { LiveSet, type Placed } from '../live-set.js';
import type { Occupant } from './occupant.js';

/** Which limit was reached; EMFILE: the process has no file descriptors for more. */
export type ReachedLimit = 'max-connections' | 'max-connections-per-client' | 'EMFILE';

/** Most connections at once; Infinity = no limit. */
export interface AdmissionLimits {
  readonly connections: number;
  /** Of a client at one forward: a reader of hundreds of gateways has a connection to each. */
  readonly perClient: number;
  /** Most connections that the file descriptors of the process allow. */
  readonly capacity: number;
}

/** Shared by all forwards. */
export class Admission {
  private readonly places = new LiveSet<Place>();
  /** By client, over all forwards. */
  private readonly clients = new Counts();
  /** By client and forward. */
  private readonly visitors = new Counts();

  /** Lower limits, set later, end no connection; they hold for new ones. */
  constructor(public limits: AdmissionLimits) {}

  get active(): number {
    return this.places.size;
  }

  /**
   * Counts one more connection in, or says which limit forbids it. When all places are taken, a connection gives way
   * to a client that has none.
   *
   * @param client its address; undefined if only a PROXY header will tell
   */
  enter(occupant: Occupant, client?: string): Place | ReachedLimit {
    const limit = this.reached;
    if (limit !== undefined && !this.makeRoomFor(client, limit)) return limit;
    const place = new Place(this, occupant);
    this.places.add(place);
    return place;
  }

  private get reached(): ReachedLimit | undefined {
    const { connections, capacity } = this.limits;
    if (this.active >= capacity) return 'EMFILE';
    return this.active >= connections ? 'max-connections' : undefined;
  }

  private makeRoomFor(client: string | undefined, limit: ReachedLimit): boolean {
    const place = this.clients.of(client) > 0 ? undefined : this.quietest();
    place?.leave();
    place?.occupant.giveWay('over-limit', limit);
    return place !== undefined;
  }

  /**
   * The longest idle connection of the client with the most. Where no client has two, the oldest one that has never
   * been used: preconnected, or only there to take a place.
   */
  private quietest(): Place | undefined {
    const most = Math.max(1, this.clients.most);
    let quietest: Place | undefined;
    for (const place of this.places) {
      const mayGo = most > 1 ? this.clients.of(place.client) === most : !place.occupant.hasAsked;
      if (mayGo && !(quietest && quietest.occupant.quietSince <= place.occupant.quietSince)) quietest = place;
    }
    return quietest;
  }

  /** For Place alone. */
  countClient(client: string, visitor: string): boolean {
    if (this.visitors.of(visitor) >= this.limits.perClient) return false;
    this.clients.add(client);
    this.visitors.add(visitor);
    return true;
  }

  /** For Place alone. */
  leave(place: Place): void {
    this.places.delete(place);
    this.clients.remove(place.client);
    this.visitors.remove(place.visitor);
  }
}

/** How many there are of each; undefined is none. */
class Counts {
  private readonly counts = new Map<string, number>();

  of(key: string | undefined): number {
    return key === undefined ? 0 : (this.counts.get(key) ?? 0);
  }

  get most(): number {
    let most = 0;
    for (const count of this.counts.values()) most = Math.max(most, count);
    return most;
  }

  add(key: string): void {
    this.counts.set(key, this.of(key) + 1);
  }

  remove(key: string | undefined): void {
    if (key === undefined) return;
    const count = this.of(key);
    if (count > 1) this.counts.set(key, count - 1);
    else this.counts.delete(key);
  }
}

/** One connection's place; its holder owes leave(). */
export class Place implements Placed {
  place = -1;
  client: string | undefined;
  /** The client at its forward. */
  visitor: string | undefined;
  private isLeft = false;

  constructor(
    private readonly admission: Admission,
    readonly occupant: Occupant,
  ) {}

  /** Counts the connection to its client at a forward, once that is known; returns the limit that forbids it. */
  belongTo(client: string, forward: string): ReachedLimit | undefined {
    const visitor = `${forward} ${client}`;
    if (!this.admission.countClient(client, visitor)) return 'max-connections-per-client';
    [this.client, this.visitor] = [client, visitor];
    return undefined;
  }

  /** A second call does nothing. */
  leave(): void {
    if (this.isLeft) return;
    this.isLeft = true;
    this.admission.leave(this);
  }
}

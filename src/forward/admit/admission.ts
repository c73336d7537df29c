// Counts the live connections of the whole process and of each client, and says whether there is room for another.
import { LiveSet, type Placed } from '../live-set.js';
import type { Occupant } from './occupant.js';

/** Which limit was reached; EMFILE: the process has no file descriptors for more. */
export type ReachedLimit = 'max-connections' | 'max-connections-per-client' | 'EMFILE';

/** Most connections at once; Infinity = no limit. */
export interface AdmissionLimits {
  readonly connections: number;
  readonly perClient: number;
  /** Most connections that the file descriptors of the process allow. */
  readonly capacity: number;
}

/** Shared by all forwards. */
export class Admission {
  private readonly places = new LiveSet<Place>();
  private readonly clients = new Map<string, number>();

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
    const place = this.clients.has(client ?? '') ? undefined : this.quietest();
    place?.leave();
    place?.occupant.giveWay('over-limit', limit);
    return place !== undefined;
  }

  /**
   * The longest idle connection of the client with the most. Where no client has two, the oldest one that has never
   * been used: preconnected, or only there to take a place.
   */
  private quietest(): Place | undefined {
    let most = 1;
    for (const count of this.clients.values()) most = Math.max(most, count);
    let quietest: Place | undefined;
    for (const place of this.places) {
      const mayGo = most > 1 ? this.countOf(place.client) === most : !place.occupant.hasAsked;
      if (mayGo && !(quietest && quietest.occupant.quietSince <= place.occupant.quietSince)) quietest = place;
    }
    return quietest;
  }

  private countOf(client: string | undefined): number {
    return this.clients.get(client ?? '') ?? 0;
  }

  /** For Place alone. */
  countClient(client: string): boolean {
    const count = this.countOf(client);
    if (count >= this.limits.perClient) return false;
    this.clients.set(client, count + 1);
    return true;
  }

  /** For Place alone. */
  leave(place: Place): void {
    this.places.delete(place);
    const { client } = place;
    if (client === undefined) return;
    const count = this.countOf(client);
    if (count > 1) this.clients.set(client, count - 1);
    else this.clients.delete(client);
  }
}

/** One connection's place; its holder owes leave(). */
export class Place implements Placed {
  place = -1;
  client: string | undefined;
  private isLeft = false;

  constructor(
    private readonly admission: Admission,
    readonly occupant: Occupant,
  ) {}

  /** Counts the connection to its client, once that is known; returns the limit that forbids it. */
  belongTo(client: string): ReachedLimit | undefined {
    if (!this.admission.countClient(client)) return 'max-connections-per-client';
    this.client = client;
    return undefined;
  }

  /** A second call does nothing. */
  leave(): void {
    if (this.isLeft) return;
    this.isLeft = true;
    this.admission.leave(this);
  }
}

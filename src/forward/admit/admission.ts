// Counts the live connections of the whole process and of each client, and says whether there is room for another.

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
  private live = 0;
  private readonly clients = new Map<string, number>();

  /** Lower limits, set later, end no connection; they hold for new ones. */
  constructor(public limits: AdmissionLimits) {}

  get active(): number {
    return this.live;
  }

  /** Counts one more connection in, or says which limit forbids it. */
  enter(): Place | ReachedLimit {
    const { connections, capacity } = this.limits;
    if (this.live >= capacity) return 'EMFILE';
    if (this.live >= connections) return 'max-connections';
    this.live += 1;
    return new Place(this);
  }

  /** For Place alone. */
  countClient(client: string): boolean {
    const count = this.clients.get(client) ?? 0;
    if (count >= this.limits.perClient) return false;
    this.clients.set(client, count + 1);
    return true;
  }

  /** For Place alone. */
  leave(client: string | undefined): void {
    this.live -= 1;
    if (client === undefined) return;
    const count = this.clients.get(client) ?? 0;
    if (count > 1) this.clients.set(client, count - 1);
    else this.clients.delete(client);
  }
}

/** One connection's place; its holder owes leave(). */
export class Place {
  private client: string | undefined;
  private isLeft = false;

  constructor(private readonly admission: Admission) {}

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
    this.admission.leave(this.client);
  }
}

// How the name stands on each link: for the status, and so that a lost name is logged once a day.
import type { MdnsClock } from './times.js';

export type NameState = 'claiming' | 'held' | 'taken';

/** The name on one link. */
export interface NameStanding {
  readonly interface: string;
  readonly state: NameState;
  /** By the clock of the claim, in ms. */
  readonly since: number;
  /** The addresses that the name has or is to have. */
  readonly addresses: readonly string[];
  /** The address of the other host that has the name. */
  readonly rival?: string;
}

/** The name that is claimed, and its links; without links no forward listens in the home. */
export interface NameView {
  readonly name: string;
  readonly links: readonly NameStanding[];
}

/** Another host keeps a name for weeks, and each try of the claim finds that out anew. */
const TELL_MS = 24 * 3_600_000;

export class Standings {
  private readonly links = new Map<string, NameStanding>();
  /** When the loss on a link was logged last. */
  private readonly toldAt = new Map<string, number>();

  constructor(private readonly clock: Pick<MdnsClock, 'now'>) {}

  get all(): readonly NameStanding[] {
    return [...this.links.values()];
  }

  /** A claim begins. A link whose addresses have changed stays lost until the name is ours. */
  claiming(link: string, addresses: readonly string[]): void {
    const before = this.links.get(link);
    if (before?.state === 'taken') this.links.set(link, { ...before, addresses });
    else this.links.set(link, { interface: link, state: 'claiming', since: this.clock.now(), addresses });
  }

  held(link: string, addresses: readonly string[]): void {
    this.toldAt.delete(link);
    this.links.set(link, { interface: link, state: 'held', since: this.clock.now(), addresses });
  }

  /**
   * @param rival not compared: a host is heard under each of its addresses
   * @returns whether to log it: at the loss, and then once a day
   */
  taken(link: string, rival: string): boolean {
    const now = this.clock.now();
    const before = this.links.get(link);
    const since = before?.state === 'taken' ? before.since : now;
    this.links.set(link, {
      interface: link,
      state: 'taken',
      since,
      addresses: before?.addresses ?? [],
      rival,
    });
    const isDue = now - (this.toldAt.get(link) ?? -Infinity) >= TELL_MS;
    if (isDue) this.toldAt.set(link, now);
    return isDue;
  }

  /** Forgets the links that are not among these, but not what was logged: a link may only be away for a moment. */
  keep(links: ReadonlySet<string>): void {
    for (const link of this.links.keys()) if (!links.has(link)) this.links.delete(link);
  }
}

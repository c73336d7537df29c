// The live connections of a forward: a set whose members know their place in it, and that is looked at now and then.

/** A member. */
export interface Placed {
  /** For the set alone. */
  place: number;
}

interface Round {
  readonly ms: number;
  readonly look: () => void;
  timer?: NodeJS.Timeout;
}

/**
 * Not a Set: whenever V8 makes room in one it leaves a dead table behind that points to the next. Once one of them has
 * become old, all later ones, with every connection in them, live until the next full collection. Where connections
 * come and go without end that is most of the memory, and a tenth of the processor time goes into moving it.
 */
export class LiveSet<T extends Placed> implements Iterable<T> {
  private readonly members: T[] = [];
  private readonly rounds: Round[] = [];

  get size(): number {
    return this.members.length;
  }

  /** Those that are members now; one may leave while others are looked at. */
  [Symbol.iterator](): Iterator<T> {
    return this.members.slice().values();
  }

  /** Calls `look` every `ms` as long as there are members. To be called before the first is added. */
  every(ms: number, look: () => void): void {
    this.rounds.push({ ms, look });
  }

  add(member: T): void {
    member.place = this.members.length;
    this.members.push(member);
    if (this.size === 1) for (const round of this.rounds) round.timer = setInterval(round.look, round.ms);
  }

  /** It must be a member. The last one takes its place. */
  delete({ place }: T): void {
    const last = this.members.pop();
    if (last !== undefined && last.place !== place) {
      this.members[place] = last;
      last.place = place;
    }
    if (this.size === 0) for (const round of this.rounds) clearInterval(round.timer);
  }
}

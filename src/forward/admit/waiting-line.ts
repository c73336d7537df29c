// The connections that wait for a slot: each client has a line of its own, and the clients take turns.

/** One that waits. */
export interface Waiter {
  /** The address of its client. */
  readonly client: string;
  /** When it began to wait, by performance.now(). */
  readonly since: number;
}

export class WaitingLine<T extends Waiter> {
  size = 0;
  /** A Map keeps the order of insertion: its first client is next, and goes to its end after that. */
  private readonly lines = new Map<string, T[]>();

  add(waiter: T): void {
    this.size += 1;
    const own = this.lines.get(waiter.client);
    if (own === undefined) this.lines.set(waiter.client, [waiter]);
    else own.push(waiter);
  }

  remove(waiter: T): void {
    this.size -= 1;
    const rest = (this.lines.get(waiter.client) ?? []).filter((each) => each !== waiter);
    if (rest.length > 0) this.lines.set(waiter.client, rest);
    else this.lines.delete(waiter.client);
  }

  /** Takes out the oldest one of `client`, or of the client whose turn is next. */
  next(client = this.lines.keys().next().value): T | undefined {
    const [waiter, ...rest] = this.lines.get(client ?? '') ?? [];
    if (waiter === undefined) return undefined;
    this.size -= 1;
    this.lines.delete(waiter.client);
    if (rest.length > 0) this.lines.set(waiter.client, rest);
    return waiter;
  }

  /**
   * Takes out the one that has to go so that another one of `client` may wait: the last of the longest line. Undefined
   * if no line would still be longer than that of `client` after it.
   */
  displaceFor(client: string): T | undefined {
    const own = this.lines.get(client)?.length ?? 0;
    const longest = [...this.lines.values()].reduce<T[]>(longer, []);
    const last = longest.at(-1);
    if (last === undefined || longest.length < own + 2) return undefined;
    this.remove(last);
    return last;
  }

  /** Since when one of `client` has been waiting; undefined if none is. */
  ownSince(client: string): number | undefined {
    return this.lines.get(client)?.[0]?.since;
  }

  /** Since when one of another client than `client` has been waiting; undefined if none is. */
  othersSince(client: string): number | undefined {
    let earliest: number | undefined;
    for (const [other, [first]] of this.lines)
      if (other !== client && first !== undefined) earliest = Math.min(earliest ?? Infinity, first.since);
    return earliest;
  }
}

function longer<T>(one: T[], other: T[]): T[] {
  return other.length > one.length ? other : one;
}

// Random numbers that a seed repeats.

/** mulberry32: 32 bits of state, good enough to choose sizes and moments with. */
export class Random {
  private state: number;

  /** Each of `parts` makes it another sequence. */
  constructor(...parts: readonly number[]) {
    this.state = parts.reduce((mixed, part) => scrambled(mixed ^ part), 0x9e3779b9);
  }

  /** From 0 up to, but not including, 1. */
  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    return (scrambled(this.state) >>> 0) / 2 ** 32;
  }

  /** An integer, both ends included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  /** An integer of which every order of magnitude is as likely as every other; `from` at least 1. */
  magnitude(from: number, to: number): number {
    return Math.min(to, Math.floor(from * ((to + 1) / from) ** this.fraction()));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(first: T, ...others: readonly T[]): T {
    return others[this.integer(-1, others.length - 1)] ?? first;
  }
}

function scrambled(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), value | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return mixed ^ (mixed >>> 14);
}

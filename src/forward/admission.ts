// Counts the live connections of the whole process and says whether there is room for another.

/** Shared by all forwards; a later limit or queue belongs here, before any target connection is opened. */
export class Admission {
  private live = 0;

  /** @param limit most connections at once; Infinity = no limit */
  constructor(private readonly limit: number) {}

  get active(): number {
    return this.live;
  }

  /** Counts one more connection in; false when there is no room, and it must be refused. leave() is owed either way. */
  enter(): boolean {
    this.live += 1;
    return this.live <= this.limit;
  }

  leave(): void {
    this.live -= 1;
  }
}

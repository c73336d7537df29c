// Turn-taking at a target that takes only so many connections: first come first served, fair between clients.

/**
 * One connection's turn: waiting, held (from then on it counts at the target), or over. Its holder owes leave() once,
 * and not before its connection to the target is closed.
 */
export class Turn {
  state: 'waiting' | 'held' | 'over' = 'waiting';

  constructor(
    private readonly turns: Turns,
    readonly client: string,
    /** Called when the turn has come, unless it was held at once or left. */
    readonly granted: () => void,
  ) {}

  leave(): void {
    const { state } = this;
    this.state = 'over';
    if (state === 'held') this.turns.release();
    if (state === 'waiting') this.turns.abandon(this);
  }
}

/**
 * Clients with waiting connections take turns, in the order in which they began to wait. The connections of one
 * client are served in the order of their arrival. So a client with many waiting delays another by one turn at most.
 */
export class Turns {
  private held = 0;
  /** How many wait. */
  queued = 0;
  /** A Map keeps the order of insertion: its first client is next, and goes to its end after that. */
  private readonly waiting = new Map<string, Turn[]>();

  /** @param most connections at the same time; Infinity = no limit */
  constructor(private most: number) {}

  /** A lower limit ends nothing; a higher one lets waiting connections go on at once. */
  set limit(most: number) {
    this.most = most;
    this.grant();
  }

  /** A turn that is held already or waits; undefined if it would have to wait and `maxQueue` wait already. */
  request(client: string, maxQueue: number, granted: () => void): Turn | undefined {
    const turn = new Turn(this, client, granted);
    if (this.held < this.most) this.hold(turn);
    else if (this.queued < maxQueue) this.enqueue(turn);
    else return undefined;
    return turn;
  }

  /** For Turn alone. */
  release(): void {
    this.held -= 1;
    this.grant();
  }

  /** For Turn alone. */
  abandon(turn: Turn): void {
    this.queued -= 1;
    const rest = (this.waiting.get(turn.client) ?? []).filter((each) => each !== turn);
    if (rest.length > 0) this.waiting.set(turn.client, rest);
    else this.waiting.delete(turn.client);
  }

  private hold(turn: Turn): void {
    this.held += 1;
    turn.state = 'held';
  }

  private enqueue(turn: Turn): void {
    this.queued += 1;
    const own = this.waiting.get(turn.client);
    if (own === undefined) this.waiting.set(turn.client, [turn]);
    else own.push(turn);
  }

  private grant(): void {
    while (this.held < this.most) {
      const turn = this.next();
      if (turn === undefined) return;
      this.hold(turn);
      turn.granted();
    }
  }

  private next(): Turn | undefined {
    const [first] = this.waiting;
    if (first === undefined) return undefined;
    const [client, [turn, ...rest]] = first;
    this.queued -= 1;
    this.waiting.delete(client);
    if (rest.length > 0) this.waiting.set(client, rest);
    return turn;
  }
}

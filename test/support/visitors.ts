// Connections that ask for a slot at a target, without sockets: what happens to them is set and told by the test.
import type { Occupant } from '../../src/forward/admit/occupant.js';
import type { Visitor } from '../../src/forward/admit/turns.js';

/** An occupant that stays when it is told to go. */
export class TestOccupant implements Occupant {
  quietSince = 0;
  restingSince: number | undefined;
  hasAsked = true;
  wasAnswered = false;
  resumedAt: number | undefined;
  /** The outcomes it was told to end with. */
  readonly told: string[] = [];

  giveWay(outcome: string, code?: string): void {
    this.told.push(code === undefined ? outcome : `${outcome} ${code}`);
  }
}

/** @param host the address of its client */
export function visitor(
  host: string,
  { maxQueue = 1000, turnIdle = 0, turnLimit = 0, occupant = new TestOccupant() }: VisitorOptions = {},
  granted: () => void = () => undefined,
  displaced: () => void = () => undefined,
): Visitor {
  return { host, occupant, rules: { maxQueue, turnIdle, turnLimit }, granted, displaced };
}

export interface VisitorOptions {
  readonly maxQueue?: number;
  readonly turnIdle?: number;
  readonly turnLimit?: number;
  readonly occupant?: TestOccupant;
}

// A target on its own, with its observers: what they are told, and whether it is being tried.
import { Target, type TargetEvents } from '../../src/forward/target/target.js';
import { visitor } from './visitors.js';
import { nameDialler, WIRES } from './wires.js';

/** The cause of an outage. */
export const REFUSED = { outcome: 'target-refused', code: 'ECONNREFUSED' } as const;

/** A target that takes one connection at a time, and what is told about it. */
export class TargetScene {
  readonly told: string[] = [];
  readonly observer = this.listener('observer');
  readonly target: Target;

  constructor(port: number) {
    this.target = new Target(
      { host: '127.0.0.1', port },
      nameDialler(WIRES[0][1]),
      1,
      this.listener('reporter'),
    );
    this.target.observe(this.observer);
  }

  listener(name: string): TargetEvents {
    return {
      targetDown: ({ outcome }) => this.told.push(`${name} ${outcome}`),
      targetUp: () => this.told.push(`${name} up`),
    };
  }

  /** Whether it is being tried, which takes the one turn there is. */
  get isTried(): boolean {
    const turn = this.target.turns.request(visitor('somebody', { maxQueue: 0 }));
    turn?.leave();
    return turn === undefined;
  }

  get isDown(): boolean {
    return this.target.outage !== undefined;
  }
}

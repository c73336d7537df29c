// How long and how often everything is measured: a full run takes half an hour, a quick one one or two.

export interface BenchSettings {
  /** Of everything that has no rounds of its own. */
  readonly rounds: number;
  /** Of memory and of idle connections. */
  readonly sideRounds: number;
  readonly startRounds: number;
  /** How long one measurement under load takes, in ms. */
  readonly windowMs: number;
  /** How long a process counts as cold, in ms. */
  readonly coldMs: number;
  /** Before anything else is measured, in ms: Node.js goes on compiling, and its heap grows, for some seconds. */
  readonly warmUpMs: number;
  /** How long a gateway is polled, in ms: polls are few. */
  readonly pollMs: number;
  /** Until memory has settled. */
  readonly settleMs: number;
  /** How long idle processes and connections are watched. */
  readonly idleMs: number;
}

export const FULL: BenchSettings = {
  rounds: 5,
  sideRounds: 3,
  startRounds: 7,
  windowMs: 1000,
  coldMs: 2000,
  warmUpMs: 2500,
  pollMs: 3000,
  settleMs: 1500,
  idleMs: 6000,
};

export const QUICK: BenchSettings = {
  rounds: 1,
  sideRounds: 1,
  startRounds: 1,
  windowMs: 250,
  coldMs: 250,
  warmUpMs: 100,
  pollMs: 500,
  settleMs: 200,
  idleMs: 1000,
};

// How long and how often everything is measured, so that a full run stays below 6 minutes and a quick one below 1.

export interface BenchSettings {
  /** Of bulk transfers, requests at 1 and 32 connections, and new connections. */
  readonly rounds: number;
  /** Of requests at 1,000 connections, and of stalled clients. */
  readonly sideRounds: number;
  readonly startRounds: number;
  /** How long one measurement under load takes, in ms. */
  readonly windowMs: number;
  /** For each kind of load, before anything is measured. */
  readonly warmUpMs: number;
  /** Until memory has settled. */
  readonly settleMs: number;
  /** How long idle processes are watched. */
  readonly idleMs: number;
}

export const FULL: BenchSettings = {
  rounds: 5,
  sideRounds: 3,
  startRounds: 7,
  windowMs: 700,
  warmUpMs: 1200,
  settleMs: 1500,
  idleMs: 6000,
};

export const QUICK: BenchSettings = {
  rounds: 2,
  sideRounds: 1,
  startRounds: 2,
  windowMs: 150,
  warmUpMs: 150,
  settleMs: 300,
  idleMs: 1500,
};

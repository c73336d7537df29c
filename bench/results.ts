// The shape of the JSON file. VERSION counts up whenever a reader of the old shape would misread the new one.
import type { ForwarderId, MissingForwarder } from './forwarders/forwarder.js';
import type { BenchMachine } from './machine.js';
import type { MetricId, MetricUnit } from './metrics.js';
import type { Summary } from './statistics.js';
import type { Subject } from './subjects.js';

export const FORMAT = 'smgw-proxy-bench';
export const VERSION = 3;

/** Values of a metric, round by round, in its unit (see metrics.ts). */
export interface Figure {
  readonly metric: MetricId;
  readonly subject: Subject;
  readonly rounds: readonly number[];
  /** null: not measured, and `reason` says why. */
  readonly median: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly reason?: string;
}

/** smgw-proxy's value divided by the other's, in the same round each. */
export interface Ratio extends Summary {
  readonly metric: MetricId;
  readonly to: Subject;
  readonly rounds: readonly number[];
}

/** The program that made the load of a workload, with its version. */
export interface LoadMaker {
  readonly workload: string;
  readonly generator: string;
}

export interface GoalResult {
  readonly title: string;
  readonly goal: string;
  /** null: the value is a ratio. */
  readonly unit: MetricUnit | null;
  /** null: not measured here. */
  readonly value: number | null;
  readonly reached: boolean | null;
}

export interface Results {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  /** When the run began, ISO 8601. */
  readonly date: string;
  /** How long it took. */
  readonly seconds: number;
  /** Short windows and few rounds: good for a look, not for a judgement. */
  readonly quick: boolean;
  readonly machine: BenchMachine;
  readonly forwarders: readonly { readonly id: ForwarderId; readonly version: string }[];
  readonly missing: readonly MissingForwarder[];
  readonly load: readonly LoadMaker[];
  readonly goals: readonly GoalResult[];
  readonly ratios: readonly Ratio[];
  readonly figures: readonly Figure[];
}

/** The reason of a figure of work that was not wanted. */
export const NOT_ASKED_FOR = 'not asked for';
/** The reason of a figure begins with this if measuring it failed; figures left out on purpose have other reasons. */
export const FAILED = 'failed: ';

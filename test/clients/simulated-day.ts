// A day of a household in fast time: clients poll at their hours, and time passes whenever nothing else can happen.
import { mock } from 'node:test';
import type { TestForward } from '../support/forward.js';
import type { Registers } from './pool.js';

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** The step of time while clients wait for answers, in ms. */
const STEP = 500;

/** A client of the household. */
export interface Poller {
  readonly name: string;
  /** The time of the first poll and of the next after `time`, epoch ms. */
  readonly next: (time: number) => number;
  readonly poll: () => Promise<Partial<Registers>>;
}

/** Polls at the beginning and then at this interval, in ms. */
export function each(interval: number): Poller['next'] {
  return (time) => Math.ceil((time + 1) / interval) * interval;
}

/** One poll, as its client saw it. */
export interface Poll {
  readonly name: string;
  /** Epoch ms. */
  readonly from: number;
  readonly until: number;
  /** The error of a failed poll. */
  readonly registers: Partial<Registers> | Error;
}

export class SimulatedDay {
  readonly polls: Poll[] = [];
  private passed = 0;
  private asking = 0;

  /** @param begin epoch ms */
  constructor(private readonly begin: number) {}

  /** The time of the household, epoch ms. */
  readonly now = (): number => this.begin + this.passed;

  /** Replaces the timers of this process and its monotonic clock; stop() is owed. */
  start(): void {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    mock.method(performance, 'now', () => this.passed);
  }

  stop(): void {
    mock.timers.reset();
    mock.restoreAll();
  }

  /** Lets time pass until `task` has an end. */
  async during<T>(task: Promise<T>, forward: TestForward): Promise<T> {
    const state = { isOver: false };
    const end = (): void => {
      state.isOver = true;
    };
    task.then(end, end);
    for (;;) {
      await this.settled(forward);
      if (state.isOver) return task;
      this.pass(STEP);
    }
  }

  /** Lets all clients poll for `length` ms, and the last polls end; `watch` runs after each step of a poll. */
  async live(
    pollers: readonly Poller[],
    length: number,
    forward: TestForward,
    watch: () => void = () => undefined,
  ): Promise<void> {
    const end = this.now() + length;
    const due = new Map(pollers.map((poller) => [poller, poller.next(this.now())]));
    while (this.now() < end || this.asking > 0) {
      for (const [poller, time] of due) {
        if (time > this.now() || time >= end) continue;
        due.set(poller, poller.next(time));
        void this.ask(poller);
      }
      await this.settled(forward);
      if (this.asking > 0) watch();
      const idle = Math.min(MINUTE, Math.min(end, ...due.values()) - this.now());
      this.pass(this.asking > 0 ? STEP : Math.max(idle, 0));
    }
  }

  private async ask({ name, poll }: Poller): Promise<void> {
    const from = this.now();
    this.asking += 1;
    const registers = await poll().catch((error: unknown) => error as Error);
    this.asking -= 1;
    this.polls.push({ name, from, until: this.now(), registers });
  }

  private pass(ms: number): void {
    this.passed += ms;
    mock.timers.tick(ms);
  }

  /** Resolves when all that can happen at this moment has happened. */
  private async settled({ records, admission }: TestForward): Promise<void> {
    const state = (): number => records.length + this.polls.length + admission.active;
    for (let before = -1; before !== state();) {
      before = state();
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    }
  }
}

// The soak's target as the trial sees it: a process that reports, and that goes away and comes back now and then.
import { setTimeout as passed } from 'node:timers/promises';
import { HelperProcess } from '../support/helper-process.js';
import type { Ledger } from './ledger.js';
import type { CutKind, PlanLimits } from './plan.js';
import type { Random } from './random.js';
import type { SoakTargetCalls, TargetNews } from './soak-target.js';

const LONGEST_DOWN_MS = 2000;
const PATIENCE_MS = 60_000;
const PROGRAM = new URL('soak-target.js', import.meta.url);

export class RestartingTarget {
  restarts = 0;
  private readonly process: HelperProcess<SoakTargetCalls>;

  constructor(
    readonly port: number,
    private readonly limits: PlanLimits,
    private readonly ledger: Ledger,
  ) {
    this.process = new HelperProcess(PROGRAM, PATIENCE_MS, (reports: TargetNews) => {
      for (const report of reports) ledger.targetEnded(report);
    });
  }

  async listen(): Promise<void> {
    await this.process.call('listen', this.port, this.limits);
  }

  /** Cuts what is live; returns how many connections that were. */
  stop(kind: CutKind): Promise<number> {
    return this.process.call('stop', kind);
  }

  end(): Promise<void> {
    return this.process.end();
  }

  /** Restarts it after a random time within `seconds`, again and again until `over`. */
  async restartNowAndThen(
    [least, most]: readonly [number, number],
    random: Random,
    over: AbortSignal,
  ): Promise<void> {
    while (await pause(random.integer(least, most) * 1000, over)) {
      this.restarts += 1;
      this.ledger.disturbanceBegins();
      await this.stop(random.pick('reset', 'close'));
      await passed(random.integer(0, LONGEST_DOWN_MS));
      await this.listen();
      this.ledger.targetIsBack();
    }
  }
}

/** @returns false when it was cut short */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await passed(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

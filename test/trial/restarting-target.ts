// The soak's target as the trial sees it: a process that reports, and that goes away and comes back now and then.
import { setTimeout as passed } from 'node:timers/promises';
import { HelperProcess } from './helper-process.js';
import type { Ledger } from './ledger.js';
import type { CutKind, PlanLimits } from './plan.js';
import type { Random } from './random.js';
import type { TargetCommand, TargetNews } from './soak-target.js';

const LONGEST_DOWN_MS = 2000;

export class RestartingTarget {
  restarts = 0;
  private readonly process: HelperProcess<TargetCommand, number, TargetNews>;

  constructor(
    readonly port: number,
    private readonly limits: PlanLimits,
    private readonly ledger: Ledger,
  ) {
    this.process = new HelperProcess('./soak-target.js', (reports) => {
      for (const report of reports) ledger.targetEnded(report);
    });
  }

  async listen(): Promise<void> {
    await this.process.ask({ do: 'listen', port: this.port, limits: this.limits });
  }

  /** Closes the listener and cuts what is live; says how many connections that were. */
  stop(kind: CutKind): Promise<number> {
    return this.process.ask({ do: 'stop', kind });
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

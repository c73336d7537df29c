// The clients of the soak: so many at once, each with one connection after the other.
import { setTimeout as passed } from 'node:timers/promises';
import { clientAddress, runClient } from './client.js';
import type { Ledger } from './ledger.js';
import { planFor, type PlanLimits } from './plan.js';

/** After a connection that failed: there is probably no target just now. */
const FAILED_PAUSE_MS = 200;

export class Workload {
  /** Of the next connection, which is that of its plan, too. */
  number = 0;

  constructor(
    private readonly port: number,
    private readonly limits: PlanLimits,
    private readonly ledger: Ledger,
  ) {}

  /** Keeps `clients` connections alive as long as `goesOn` says so, and waits for the last to end. */
  async run(clients: number, goesOn: () => boolean): Promise<void> {
    const client = async (): Promise<void> => {
      while (goesOn()) if (!(await this.connection())) await passed(FAILED_PAUSE_MS);
    };
    await Promise.all(Array.from({ length: clients }, client));
  }

  /** @returns false when it failed, and not because it was to */
  async connection(): Promise<boolean> {
    const number = this.number++;
    const plan = planFor(this.limits, number);
    const report = await runClient(this.port, clientAddress(number), plan, this.limits);
    if (report === undefined) return true;
    this.ledger.clientEnded(plan, report);
    return report.cut !== undefined || report.error === undefined || report.received > 0;
  }
}

// Brings together what clients, target and log say of each connection of the soak, and keeps what does not fit.
import type { LogLine } from '../support/program.js';
import type { ClientReport } from './client.js';
import {
  isInOrder,
  isRefused,
  mayBeAnonymous,
  problems,
  type Evidence,
  type LoggedConnection,
} from './judge.js';
import { FIRST_NAMELESS, type Plan } from './plan.js';
import type { TargetReport } from './soak-target.js';

interface Attempt {
  readonly plan: Plan;
  readonly client: ClientReport;
}

/** From the moment the target was stopped until connections must work again; by performance.now(). */
interface Disturbance {
  readonly from: number;
  until: number;
}

export interface Tally {
  judged: number;
  inOrder: number;
  cut: number;
  refused: number;
  /** Of connections that ended in order; both ends' own counts and the log's. */
  bytesToTarget: number;
  loggedToTarget: number;
  bytesToClient: number;
  loggedToClient: number;
  records: number;
  readonly outcomes: Map<string, number>;
}

/** How long after its restart the target may still not be reachable, in ms: the port is closed for up to 5 s. */
const RECOVERY_MS = 15_000;
/** How long before the target's stop a client may have left whose bytes are still on their way, in ms. */
const DELIVERY_MS = 5000;
/** A client whose connection was gone before it was accepted has no address any more. */
const ANONYMOUS = 'unknown:0';

export class Ledger {
  readonly violations: string[] = [];
  readonly tally: Tally = {
    judged: 0,
    inOrder: 0,
    cut: 0,
    refused: 0,
    bytesToTarget: 0,
    loggedToTarget: 0,
    bytesToClient: 0,
    loggedToClient: 0,
    records: 0,
    outcomes: new Map(),
  };
  /** Live connections, by the last record. */
  active = 0;
  private readonly attempts = new Map<string, Attempt>();
  private readonly records = new Map<string, LoggedConnection>();
  private readonly targets = new Map<number, TargetReport>();
  private readonly disturbances: Disturbance[] = [];
  private readonly ids = new Set<number>();
  private anonymousRecords = 0;
  /** Clients that must be one of those, and clients that may be. */
  private readonly anonymousClients = { least: 0, most: 0 };
  private highestId = 0;

  constructor(private readonly seed: number) {}

  clientEnded(plan: Plan, client: ClientReport): void {
    this.attempts.set(client.client, { plan, client });
  }

  targetEnded(report: TargetReport): void {
    if (report.plan < 0) return; // reset before its number had come
    if (this.targets.has(report.plan)) this.violate(`two connections say they are number ${report.plan}`);
    this.targets.set(report.plan, report);
  }

  logged(line: LogLine): void {
    if (line.event !== 'connection') {
      this.otherLine(line);
      return;
    }
    const record = line as unknown as LoggedConnection;
    const { outcomes } = this.tally;
    this.tally.records += 1;
    this.active = record.active;
    outcomes.set(record.outcome, (outcomes.get(record.outcome) ?? 0) + 1);
    if (this.ids.has(record.id)) this.violate(`two records have the id ${record.id}`);
    this.ids.add(record.id);
    this.highestId = Math.max(this.highestId, record.id);
    if (record.client === ANONYMOUS) this.anonymousRecords += 1;
    else if (this.records.has(record.client)) this.violate(`two records for the client ${record.client}`);
    else this.records.set(record.client, record);
  }

  disturbanceBegins(): void {
    this.disturbances.push({ from: performance.now(), until: Infinity });
  }

  targetIsBack(): void {
    const last = this.disturbances.at(-1);
    if (last !== undefined) last.until = performance.now() + RECOVERY_MS;
  }

  /** Judges every connection of which all is known. */
  settle(): void {
    for (const [key, attempt] of this.attempts) {
      const evidence = this.evidence(key, attempt);
      const isComplete = evidence.record !== undefined && evidence.target !== undefined;
      if (isComplete || isRefused(attempt.client)) this.judge(key, evidence);
    }
  }

  /** Judges the rest with what is known: nothing more is going to come. */
  close(): void {
    for (const [key, attempt] of this.attempts) this.judge(key, this.evidence(key, attempt));
    for (const key of this.records.keys()) this.violate(`a record for ${key}, but no such connection`);
    for (const plan of this.targets.keys())
      if (plan < FIRST_NAMELESS) this.violate(`the target served a connection ${plan} that no client made`);
    const { least, most } = this.anonymousClients;
    if (this.anonymousRecords < least || this.anonymousRecords > most)
      this.violate(
        `${this.anonymousRecords} records without an address for ${least} to ${most} such clients`,
      );
    if (this.highestId !== this.tally.records) this.violate('the ids of the records have gaps');
  }

  private evidence(key: string, { plan, client }: Attempt): Evidence {
    const isDisturbed = this.disturbances.some(
      ({ from, until }) => client.startedAt <= until && client.endedAt >= from - DELIVERY_MS,
    );
    const target = this.targets.get(plan.client.size === 0 ? (client.heard ?? -1) : plan.number);
    return { plan, client, target, record: this.records.get(key), isDisturbed };
  }

  private judge(key: string, evidence: Evidence): void {
    this.attempts.delete(key);
    this.records.delete(key);
    if (evidence.target !== undefined) this.targets.delete(evidence.target.plan);
    const found = problems(evidence);
    if (found.length > 0) this.violate(`${found.join('; ')}\n    ${JSON.stringify(evidence)}`, evidence.plan);
    if (mayBeAnonymous(evidence)) {
      this.anonymousClients.most += 1;
      if (!evidence.isDisturbed) this.anonymousClients.least += 1;
    }
    this.count(evidence);
  }

  private count(evidence: Evidence): void {
    const { client, record } = evidence;
    this.tally.judged += 1;
    if (isRefused(client)) this.tally.refused += 1;
    else if (!isInOrder(evidence)) this.tally.cut += 1;
    else {
      this.tally.inOrder += 1;
      this.tally.bytesToTarget += client.sent;
      this.tally.bytesToClient += client.received;
      this.tally.loggedToTarget += record?.bytesToTarget ?? 0;
      this.tally.loggedToClient += record?.bytesToClient ?? 0;
    }
  }

  private otherLine(line: LogLine): void {
    if (line.event === 'stopped' && line.connections !== this.tally.records)
      this.violate(
        `the program counted ${String(line.connections)} connections, and logged ${this.tally.records}`,
      );
    if (line.event === 'log-lost' || line.event === 'log-failed' || line.level === 'error')
      this.violate(`the log says: ${JSON.stringify(line)}`);
  }

  violate(text: string, plan?: Plan): void {
    const where = plan === undefined ? '' : `, connection ${plan.number}`;
    this.violations.push(`seed ${this.seed}${where}: ${text}`);
  }
}

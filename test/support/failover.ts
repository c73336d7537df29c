// One failover: a fault of the Pi in use, until the other one has taken over and the first one is in use again.
import type { ChildProcess } from 'node:child_process';
import { answer, type FleetBed, type Pi } from './fleet-bed.js';
import type { Fault } from './fleet-faults.js';
import type { FleetReader, ReaderVisit } from './fleet-reader.js';

export interface FailoverResult {
  /** From the fault to the beginning of the first visit that the other Pi answered, in ms. */
  readonly afterMs: number;
  /** Visits without an answer, after the fault and after the repair. */
  readonly failed: number;
  readonly failedBack: number;
  /** Answers of other gateways than the reader's; each is a defect. */
  readonly wrong: readonly ReaderVisit[];
  /** The program on pi1 afterwards. */
  readonly program: ChildProcess;
}

/** Of flat 1, whose reader is `reader`. */
export async function failOver(
  bed: FleetBed,
  reader: FleetReader,
  program: ChildProcess,
  fault: Fault,
): Promise<FailoverResult> {
  const struck = performance.now();
  await fault.strike(bed, program);
  const { begun } = await by('pi2', reader, struck);
  await by('pi2', reader, begun + SETTLED_MS);
  const failed = failures(reader, struck);
  const mended = performance.now();
  await fault.mend?.(bed, program);
  const next = fault.isFatal ? await bed.startPi('pi1') : program;
  const back = await by('pi1', reader, mended);
  await by('pi1', reader, back.begun + SETTLED_MS);
  const right = new Set<string | undefined>([undefined, answer(1, 'pi1'), answer(1, 'pi2')]);
  return {
    afterMs: begun - struck,
    failed,
    failedBack: failures(reader, mended),
    wrong: reader.since(struck).filter((visit) => !right.has(visit.answer)),
    program: next,
  };
}

/** Visits that began this long after another one have seen the end of it: the reader's patience and more. */
const SETTLED_MS = 1500;

const by = (pi: Pi, reader: FleetReader, since: number): Promise<ReaderVisit> =>
  reader.visit(since, (words) => words === answer(1, pi));

const failures = (reader: FleetReader, since: number): number =>
  reader.since(since).filter((visit) => visit.answer === undefined).length;

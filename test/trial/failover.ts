// How soon another connection works after a fault of the Pi in use: `npm run failover -- haproxy|keepalived`. Needs root.
import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { failOver } from '../support/failover.js';
import { answer, FleetBed } from '../support/fleet-bed.js';
import { BUSY } from '../support/fleet-busy.js';
import { FAULTS } from '../support/fleet-faults.js';
import { FleetReader } from '../support/fleet-reader.js';

const PORT = 8441;
const FRONTS = { haproxy: '192.168.77.5', keepalived: '192.168.77.100' } as const;
type Front = keyof typeof FRONTS;
/** Between faults, in ms: checks, connections and neighbours come to rest. */
const REST_MS = 3000;

/** Prints one row for each fault. */
async function measure(front: Front): Promise<void> {
  const bed = new FleetBed();
  try {
    await bed.up();
    let program = await bed.startPi('pi1');
    await bed.startPi('pi2');
    if (front === 'haproxy') bed.startHaproxy();
    else for (const pi of ['pi1', 'pi2'] as const) bed.startKeepalived(pi);
    const reader = new FleetReader(bed, { host: FRONTS[front], port: PORT });
    await reader.visit(0, (words) => words === answer(1, 'pi1'));
    console.log(
      `| fault, ${front} | next connection that works, ms | failed | failed on the way back | wrong |`,
    );
    console.log('|---|---|---|---|---|');
    for (const fault of FAULTS) {
      await pause(REST_MS);
      const {
        afterMs,
        failed,
        failedBack,
        wrong,
        program: next,
      } = await failOver(bed, reader, program, fault);
      program = next;
      console.log(`| ${fault.name} | ${afterMs.toFixed()} | ${failed} | ${failedBack} | ${wrong.length} |`);
    }
    if (front === 'haproxy') await changeOvers(bed, reader, program);
    await reader.stop();
  } finally {
    await bed.down();
  }
}

/** Prints how often the other Pi was used although the first one lives, and is only busy. */
async function changeOvers(bed: FleetBed, reader: FleetReader, program: ChildProcess): Promise<void> {
  console.log('| the Pi in use is busy | connections | through the other Pi | failed |');
  console.log('|---|---|---|---|');
  program.kill('SIGKILL');
  for (const { name, busyFor } of BUSY) {
    const begin = await busyFor(bed, async () => {
      await reader.visit(performance.now() + REST_MS, (words) => words === answer(1, 'pi1'));
      return performance.now();
    });
    const visits = reader.since(begin);
    const others = visits.filter((visit) => visit.answer === answer(1, 'pi2'));
    const failed = visits.filter((visit) => visit.answer === undefined);
    console.log(`| ${name} | ${visits.length} | ${others.length} | ${failed.length} |`);
  }
}

const [asked] = process.argv.slice(2);
for (const front of asked === undefined ? (['haproxy', 'keepalived'] as const) : [asked as Front])
  await measure(front);

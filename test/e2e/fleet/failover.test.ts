// examples/fleet with real HAProxy and keepalived: the other Pi takes over, and no reader ever sees a wrong gateway.
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { failOver } from '../../support/failover.js';
import { answer, FLATS, FleetBed, type Pi } from '../../support/fleet-bed.js';
import { FAULTS } from '../../support/fleet-faults.js';
import { FleetReader } from '../../support/fleet-reader.js';
import { missing, notRoot } from '../../support/requires.js';

const PROGRAMS = ['ip', 'sysctl', 'curl'] as const;
const LIMIT = { timeout: 60_000 };

/** For each fault of the Pi in use: the other one answers, and the first one again after the repair. */
function failsOver(host: string, programs: readonly string[], startFront: (bed: FleetBed) => void): void {
  describe(programs.join(), { skip: notRoot() || missing(...PROGRAMS, ...programs) }, () => {
    const bed = new FleetBed();
    let program: ChildProcess;
    let reader: FleetReader;
    before(async () => {
      await bed.up();
      [program] = await Promise.all([bed.startPi('pi1'), bed.startPi('pi2')]);
      startFront(bed);
      reader = new FleetReader(bed, { host, port: 8441 });
      await reader.visit(0, (words) => words === answer(1, 'pi1'));
    }, LIMIT);
    after(async () => {
      await reader.stop();
      await bed.down();
    });

    for (const fault of FAULTS)
      it(`carries on through the other Pi: ${fault.name}`, LIMIT, async () => {
        const { wrong, program: next } = await failOver(bed, reader, program, fault);
        program = next;
        assert.deepEqual(wrong, []);
      });
  });
}

failsOver('192.168.77.5', ['haproxy'], (bed) => {
  bed.startHaproxy();
});
failsOver('192.168.77.100', ['keepalived'], (bed) => {
  for (const pi of ['pi1', 'pi2'] as Pi[]) bed.startKeepalived(pi);
});

describe('one dead gateway of twelve', { skip: notRoot() || missing(...PROGRAMS, 'haproxy') }, () => {
  const bed = new FleetBed();
  after(() => bed.down());

  it('takes no other one down, and comes back by itself', LIMIT, async () => {
    await bed.up();
    await Promise.all([bed.startPi('pi1'), bed.startPi('pi2')]);
    bed.startHaproxy();
    const [dead, healthy] = [8452, 8441].map((port) => new FleetReader(bed, { host: '192.168.77.5', port }));
    assert.ok(dead && healthy);
    await Promise.all([
      dead.visit(0, (words) => words === answer(12, 'pi1')),
      healthy.visit(0, (words) => words === answer(1, 'pi1')),
    ]);
    const off = performance.now();
    await bed.power(12, false);
    await dead.failure(off);
    // A second gone by: both Pis have found out, and so has HAProxy.
    const later = await dead.failure(performance.now());
    await healthy.visit(later.begun, () => true);
    await bed.power(12, true);
    await dead.visit(performance.now(), (words) => words === answer(12, 'pi1'));
    await Promise.all([dead.stop(), healthy.stop()]);
    const answers = new Set(healthy.since(off).map((visit) => visit.answer));
    assert.deepEqual([...answers], [answer(1, 'pi1')]);
  });
});

describe(
  'a backup before gateways of one session',
  { skip: notRoot() || missing(...PROGRAMS, 'haproxy') },
  () => {
    const bed = new FleetBed();
    after(() => bed.down());

    it('is ready without a single connection to them, and carries on when it is needed', LIMIT, async () => {
      await bed.up();
      const [program] = await Promise.all([bed.startPi('pi1'), bed.startPi('pi2', '--probe', 'carrier')]);
      bed.startHaproxy();
      const reader = new FleetReader(bed, { host: '192.168.77.5', port: 8441 });
      await reader.visit(0, (words) => words === answer(1, 'pi1'));
      const asked = bed.run('haproxy', 'curl', '-fsS', 'http://192.168.77.12:8081/readyz');
      assert.deepEqual(JSON.parse(await asked), { ready: true, reasons: [] });
      const before = bed.told.filter((line) => FLATS.some((flat) => line === answer(flat, 'pi2')));
      assert.deepEqual(before, []);
      const killed = performance.now();
      program.kill('SIGKILL');
      await reader.visit(killed, (words) => words === answer(1, 'pi2'));
      await reader.stop();
    });
  },
);

// Home Assistant's two integrations at a Theben CONEXA, together for a day in fast time: each reading is the meter's.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { startSimulator } from '../../src/simulator/simulator.js';
import { HaSmgwTheben } from '../clients/ha-smgw-theben.js';
import { assertRight } from '../clients/right.js';
import { each, HOUR, SimulatedDay } from '../clients/simulated-day.js';
import { ThebenConexa } from '../clients/theben-conexa.js';
import { describeOverWires, withForward } from '../support/forward.js';

const MINUTE = 60_000;
const MIDNIGHT = Date.UTC(2026, 5, 17);

/** theben_conexa polls 40 s after each quarter of an hour, UTC. */
const afterQuarter = (time: number): number =>
  (Math.floor((time - 40_000) / (15 * MINUTE)) + 1) * 15 * MINUTE + 40_000;

describeOverWires('A Theben gateway', () => {
  it('gives both integrations of Home Assistant the readings of a day', async () => {
    const day = new SimulatedDay(MIDNIGHT);
    const gateway = await startSimulator({ now: day.now });
    day.start();
    try {
      const { host, user, password } = gateway;
      const target = { host, port: gateway.port };
      await withForward({ target, idleTimeout: 15 * MINUTE }, async (forward) => {
        const door = { host, user, password, port: forward.port };
        const core = new ThebenConexa({ ...door, from: '127.0.0.2' });
        const custom = new HaSmgwTheben({ ...door, from: '127.0.0.3' });
        await day.during(core.start(), forward);
        const pollers = [
          { name: 'theben_conexa', next: afterQuarter, poll: () => core.poll() },
          { name: 'ha-ppc-smgw', next: each(5 * MINUTE), poll: () => custom.poll() },
        ];
        await day.live(pollers, 24 * HOUR, forward);
        assertRight(day.polls, { theben_conexa: 96, 'ha-ppc-smgw': 288 });
        const outcomes = new Set(forward.records.map(({ outcome }) => outcome));
        assert.deepEqual([...outcomes], ['client-closed']);
        core.close();
        custom.close();
      })();
    } finally {
      day.stop();
      await gateway.stop();
    }
  });
});

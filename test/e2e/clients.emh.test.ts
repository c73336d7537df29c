// The clients of an EMH CASA, for a day in fast time: each reading is the meter's. And the Host header, which decides.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSimulator, type RunningSimulator } from '../../src/simulator/simulator.js';
import { EvccEmh } from '../clients/evcc-emh.js';
import { HaSmgwEmh } from '../clients/ha-smgw-emh.js';
import type { Door } from '../clients/pool.js';
import { assertRight } from '../clients/right.js';
import { each, HOUR, SimulatedDay } from '../clients/simulated-day.js';
import { TrudiEmh } from '../clients/trudi-emh.js';
import { withForward, type TestForward } from '../support/forward.js';

const MINUTE = 60_000;
const MIDNIGHT = Date.UTC(2026, 5, 17);
/** The gateway's own address, which is not that of the forward. */
const OWN = '127.0.0.9';
const NAME = 'smgw.local';

describe('An EMH gateway', () => {
  it('gives evcc and Home Assistant the readings of a day', async () => {
    const day = new SimulatedDay(MIDNIGHT);
    const gateway = await startSimulator({ maker: 'emh', host: OWN, now: day.now });
    day.start();
    try {
      await withForward({ ...toward(gateway), idleTimeout: 15 * MINUTE }, async (forward) => {
        const evcc = new EvccEmh({ ...doorOf(gateway, forward, '127.0.0.2'), hostHeader: OWN });
        const ha = new HaSmgwEmh({ ...doorOf(gateway, forward, '127.0.0.3'), hostHeader: NAME });
        await day.during(evcc.start(), forward);
        const pollers = [
          { name: 'evcc', next: each(MINUTE / 2), poll: () => evcc.poll() },
          { name: 'ha-ppc-smgw', next: each(5 * MINUTE), poll: () => ha.poll() },
        ];
        await day.live(pollers, 24 * HOUR, forward);
        // The values are live.
        assertRight(day.polls, { evcc: 2880, 'ha-ppc-smgw': 288 }, 1);
        // evcc has one connection for the whole day.
        const evccs = forward.records.filter(({ client }) => client.startsWith('127.0.0.2'));
        assert.deepEqual(evccs, []);
        evcc.close();
        ha.close();
      })();
    } finally {
      day.stop();
      await gateway.stop();
    }
  });
});

describe('The Host header at an EMH gateway behind smgw-proxy', () => {
  let gateway: RunningSimulator;
  before(async () => {
    gateway = await startSimulator({ maker: 'emh', host: OWN });
  });
  after(() => gateway.stop());

  it('is wrong by the IP address of the Raspberry Pi: TRuDI and Home Assistant get no reading', async () => {
    await withForward(toward(gateway), async (forward) => {
      const door = doorOf(gateway, forward, '127.0.0.4');
      const trudi = new TrudiEmh(door);
      const ha = new HaSmgwEmh(door);
      await assert.rejects(trudi.read(), /Response from SMGW: 404/);
      await assert.rejects(ha.poll(), /Expecting value: .* status 404/);
      trudi.close();
      ha.close();
    })();
  });

  it('is right by the name smgw.local, with a port or without', async () => {
    await withForward(toward(gateway), async (forward) => {
      for (const hostHeader of [NAME, `${NAME}:${forward.port}`]) {
        const ha = new HaSmgwEmh({ ...doorOf(gateway, forward, '127.0.0.5'), hostHeader });
        assert.ok((await ha.poll()).consumption > 0);
        ha.close();
      }
    })();
  });

  it('is right for TRuDI in a straight line, without smgw-proxy', async () => {
    const trudi = new TrudiEmh({ ...gateway, from: '127.0.0.6' });
    assert.ok((await trudi.read()).consumption > 0);
    trudi.close();
  });
});

const toward = ({ host, port }: RunningSimulator) => ({ target: { host, port } });

function doorOf({ user, password }: RunningSimulator, { port }: TestForward, from: string): Door {
  return { host: '127.0.0.1', port, user, password, from };
}

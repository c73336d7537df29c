// The clients of a PPC gateway, which has one session: in turns, two at a time for a day in fast time, no poll fails.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { METER_ID } from '../../src/simulator/identity.js';
import { startSimulator, type RunningSimulator } from '../../src/simulator/simulator.js';
import { HaSmgwPpc } from '../clients/ha-smgw-ppc.js';
import { NodeRedPpc } from '../clients/node-red-ppc.js';
import type { Door } from '../clients/pool.js';
import { assertRight } from '../clients/right.js';
import { each, HOUR, SimulatedDay, type Poll, type Poller } from '../clients/simulated-day.js';
import { withForward, type TestForward } from '../support/forward.js';
import { connectionsTo } from '../support/kernel-connections.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const MIDNIGHT = Date.UTC(2026, 5, 17);
/** The turns of --max-target-connections 1, with the defaults of their times. */
const IN_TURNS = {
  ...{ maxTargetConnections: 1, maxQueue: 64, queueTimeout: 30 * SECOND },
  ...{ turnIdle: 2 * SECOND, turnLimit: MINUTE, idleTimeout: 15 * MINUTE },
};
const WITHOUT_TURNS = { idleTimeout: 15 * MINUTE };

interface Client {
  poll(): ReturnType<Poller['poll']>;
  close(): void;
}

/** A client of a place of its own, with the times of its polls. */
interface Habit {
  readonly name: string;
  readonly next: Poller['next'];
  readonly client: (door: Door) => Client;
}

/** Polls every 15 minutes, the first time so long after the hour. */
const quarterly =
  (offset: number): Poller['next'] =>
  (time) =>
    each(15 * MINUTE)(time - offset) + offset;

const library: Habit = {
  name: 'ha-ppc-smgw',
  next: quarterly(0),
  client: (door) => new HaSmgwPpc(door),
};
const own: Habit = {
  name: 'ha-ppc-smgw, its own code',
  next: quarterly(0),
  client: (door) => new HaSmgwPpc(door, 'own'),
};
/** Its polls begin while those of the other go on. They take 15 s, and it waits for 10 s at most. */
const ownLater: Habit = { ...own, next: quarterly(10 * SECOND) };
/** It does not log out: others poll when its session is over. */
const nodeRed: Habit = {
  name: 'Node-RED',
  next: quarterly(3 * MINUTE),
  client: (door) => new NodeRedPpc(door, METER_ID),
};

/** Has the clients poll for so long, in ms, and notes the most connections that the kernel saw at the gateway. */
async function live(habits: readonly Habit[], rules: object, length: number) {
  const day = new SimulatedDay(MIDNIGHT);
  const gateway = await startSimulator({ maker: 'ppc', now: day.now });
  day.start();
  let most = 0;
  let steps = 0;
  try {
    const target = { host: gateway.host, port: gateway.port };
    await withForward({ target, ...rules }, async (forward) => {
      const clients = habits.map(({ client }, index) => client(doorOf(gateway, forward, index)));
      const pollers = habits.map(({ name, next }, index) => {
        return { name, next, poll: () => clients[index]?.poll() ?? Promise.reject(new Error(name)) };
      });
      await day.live(pollers, length, forward, () => {
        // Every other second: the kernel walks all its sockets for it.
        if ((steps += 1) % 4 === 0) most = Math.max(most, connectionsTo(gateway.port));
      });
      for (const client of clients) client.close();
    })();
    return { polls: day.polls, most };
  } finally {
    day.stop();
    await gateway.stop();
  }
}

function doorOf({ user, password, host }: RunningSimulator, { port }: TestForward, index: number): Door {
  return { host, port, user, password, from: `127.0.0.${index + 2}` };
}

function isLate({ registers }: Poll): boolean {
  return registers instanceof Error && registers.message.includes('timeout after');
}

describe('A PPC gateway', () => {
  it('serves two clients whose polls overlap for a day, one after the other', async () => {
    const { polls, most } = await live([library, ownLater], IN_TURNS, 24 * HOUR);
    assertRight(polls, { [library.name]: 95, [own.name]: 96 });
    assert.equal(most, 1);
  });

  it('lets one of two clients at the same moment give up by its own timeout, without harm for the other', async () => {
    const { polls, most } = await live([library, own], IN_TURNS, HOUR);
    const [late, served] = [polls.filter(isLate), polls.filter((poll) => !isLate(poll))];
    assert.equal(late.length, 3);
    assertRight(served, {});
    assert.equal(served.length, 3);
    assert.equal(most, 1);
  });

  it('serves Node-RED, which leaves an answer unread and its session open, beside Home Assistant', async () => {
    const { polls, most } = await live([library, nodeRed], IN_TURNS, 6 * HOUR);
    assertRight(polls, { [library.name]: 23, [nodeRed.name]: 24 });
    assert.equal(most, 1);
  });

  it('shows failures to two clients without turns', async () => {
    const { polls, most } = await live([library, own], WITHOUT_TURNS, HOUR);
    const failed = polls.flatMap(({ registers }) => (registers instanceof Error ? [registers.message] : []));
    assert.match(failed.join('\n'), /no session cookie in response \(HTTP 200\): .*Anmeldung fehlgeschlagen/);
    assert.ok(most > 1);
  });
});

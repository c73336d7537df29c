// A claim to a name on one link, from the first probe to the goodbye, with and without rivals.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Claim } from '../../src/mdns/claim.js';
import { ownAddresses } from '../../src/mdns/rivals.js';
import { ANNOUNCE_MS, OUTRANKED_MS, PROBE_MS, RETRY_MS } from '../../src/mdns/times.js';
import { Voice } from '../../src/mdns/voice.js';
import { OWN, query, record, response, TestSocket, TestClock } from './support.js';

const PROBE = '* ? ANY |  | A 192.168.0.10 120, AAAA fe80::10 120 | ';
const ANNOUNCED = '*  | A 192.168.0.10 120!, AAAA fe80::10 120! |  | ';
const GOODBYE = '*  | A 192.168.0.10 0!, AAAA fe80::10 0! |  | ';
const LAPTOP = { address: '192.168.0.11', port: 5353 };
const RIVAL = response(record('192.168.0.11'));
/** The first wait: half of the longest, because the test's random() is 0.5. */
const FIRST = PROBE_MS / 2;
/** The time from the start to the second announcement. */
const HELD = FIRST + 3 * PROBE_MS + ANNOUNCE_MS;

function scene(own = OWN) {
  const clock = new TestClock();
  const socket = new TestSocket(clock);
  const voice = new Voice(own, socket, clock);
  const told: string[] = [];
  const dependencies = {
    clock,
    random: () => 0.5,
    // 192.168.0.13 is on another link.
    ownAddresses: () => ownAddresses([...own.addresses, '192.168.0.13']),
  };
  const claim = new Claim(own.name, [voice], dependencies, {
    announced: () => told.push('announced'),
    taken: (rival) => told.push(`taken by ${rival}`),
  });
  const hear = (bytes: Buffer, sender = LAPTOP): void => {
    claim.hear(bytes, sender, voice);
  };
  claim.start();
  return { clock, socket, claim, told, hear };
}

/** A scene after the second announcement, with an empty record of sent messages. */
function held() {
  const all = scene();
  all.clock.pass(HELD);
  all.socket.take();
  return all;
}

describe('a claim to a name', () => {
  it('sends three probes, two announcements and a goodbye', () => {
    const { clock, socket, claim, told } = scene();
    clock.pass(10_000);
    claim.stop();
    clock.pass(10_000);
    assert.deepEqual(socket.take(), [
      ...[125, 375, 625].map((at) => `${at} ${PROBE}`),
      ...[875, 1875].map((at) => `${at} ${ANNOUNCED}`),
      `10000 ${GOODBYE}`,
    ]);
    assert.deepEqual(told, ['announced']);
  });

  it('sends no answer and no goodbye before the announcement', () => {
    const { clock, socket, claim, told, hear } = scene();
    clock.pass(FIRST);
    socket.take();
    hear(query(['A']));
    claim.stop();
    hear(query(['A']));
    hear(RIVAL);
    clock.pass(10_000);
    assert.deepEqual([socket.take(), told], [[], []]);
  });

  it('multicasts at most once a second, and then all records in place of delayed replies', () => {
    const { clock, socket, hear } = held();
    clock.pass(400);
    hear(query(['A']));
    hear(query(['AAAA']));
    clock.pass(600);
    assert.deepEqual(socket.take(), [`${HELD + 1000} ${ANNOUNCED}`]);
    clock.pass(1000);
    hear(query(['A', 'AAAA']));
    assert.deepEqual(socket.take(), [`${HELD + 2000} ${ANNOUNCED}`]);
  });

  it('sends unicast answers at once, up to a limit', () => {
    const { socket, hear, clock } = held();
    for (let count = 0; count < 100; count += 1) hear(query(['A!']));
    assert.equal(socket.take().length, 20);
    clock.pass(1000);
    hear(query(['A!']));
    assert.match(socket.take().join(), /^\d+ 192\.168\.0\.11 /);
  });

  it('defends the name within 250 ms against a rival’s probe', () => {
    const { socket, hear, clock, told } = held();
    hear(query(['A']));
    hear(query(['ANY'], { authorities: [record('192.168.0.11')] }));
    hear(query(['A']));
    clock.pass(250);
    assert.deepEqual(socket.take(), [`${HELD + 250} ${ANNOUNCED}`]);
    assert.deepEqual(told, ['announced']);
  });

  it('gives way to the holder of the name, and tries again after a minute', () => {
    const { clock, socket, told, hear } = scene();
    clock.pass(FIRST);
    hear(RIVAL);
    hear(RIVAL);
    hear(query(['A']));
    assert.deepEqual(told, ['taken by 192.168.0.11']);
    socket.take();
    clock.pass(RETRY_MS + PROBE_MS);
    hear(RIVAL);
    assert.equal(socket.take().length, 1, 'one probe, then silence');
    clock.pass(RETRY_MS - PROBE_MS);
    const taken = ['taken by 192.168.0.11', 'taken by 192.168.0.11'];
    assert.deepEqual([socket.take(), told], [[], taken]);
    clock.pass(PROBE_MS + HELD);
    assert.deepEqual(told, [...taken, 'announced']);
  });

  it('gets the name a second after the holder’s goodbye', () => {
    const { clock, told, hear } = scene();
    hear(RIVAL);
    clock.pass(5000);
    hear(response(record('192.168.0.11', 0)));
    clock.pass(ANNOUNCE_MS + 3 * PROBE_MS);
    assert.deepEqual(told, ['taken by 192.168.0.11', 'announced']);
  });

  for (const [rival, isOutranked] of [
    ['192.168.0.11', true],
    ['192.168.0.9', false],
  ] as const) {
    it(`${isOutranked ? 'loses' : 'wins'} against a simultaneous probe of ${rival} (section 8.2)`, () => {
      const { clock, told, hear } = scene();
      clock.pass(FIRST);
      hear(query(['ANY'], { authorities: [record(rival)] }));
      clock.pass(3 * PROBE_MS);
      assert.deepEqual(told, isOutranked ? [] : ['announced']);
      clock.pass(OUTRANKED_MS);
      assert.deepEqual(told, ['announced']);
    });
  }

  it('probes again after a conflict, and keeps the name if no host answers (section 9)', () => {
    const { clock, socket, told, hear } = held();
    hear(RIVAL);
    clock.pass(HELD);
    assert.deepEqual(
      socket.take().map((line) => line.replace(/^\S+ /, '')),
      [PROBE, PROBE, PROBE, ANNOUNCED, ANNOUNCED],
    );
    assert.deepEqual(told, ['announced']);
  });

  it('gives the name up for a while after repeated conflicts', () => {
    const { clock, told, hear } = held();
    for (let count = 0; count < 20; count += 1) {
      hear(RIVAL);
      clock.pass(HELD);
    }
    assert.deepEqual(told, ['announced', 'taken by 192.168.0.11']);
  });

  it('sees no conflict in its own records, in those of its other links, or in a goodbye', () => {
    const { clock, socket, told, hear } = held();
    hear(response(record('192.168.0.10'), record('fe80::10')));
    hear(response(record('192.168.0.13')));
    hear(response(record('192.168.0.11', 0)));
    hear(response(record('192.168.0.11', 120, 'other.local')));
    clock.pass(10_000);
    assert.deepEqual([socket.take(), told], [[], ['announced']]);
  });

  it('does not lose against its own probe', () => {
    const { clock, told, hear } = scene();
    clock.pass(FIRST);
    hear(query(['ANY'], { authorities: OWN.addresses.map((address) => record(address)) }));
    hear(query(['ANY'], { authorities: [record('192.168.0.13')] }));
    clock.pass(3 * PROBE_MS);
    assert.deepEqual(told, ['announced']);
  });

  it('survives arbitrary messages, and sends little', () => {
    const address = fc.constantFrom('192.168.0.9', '192.168.0.10', '192.168.0.11', 'fe80::10', 'fe80::11');
    const records = fc.array(
      fc.tuple(address, fc.constantFrom(0, 59, 120)).map(([data, ttl]) => record(data, ttl)),
      { maxLength: 3 },
    );
    const types = fc.array(fc.constantFrom('A', 'AAAA!', 'ANY', 'ANY!', 'TXT'), {
      minLength: 1,
      maxLength: 4,
    });
    const message = fc.oneof(
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
      records.map((all) => response(...all)),
      fc
        .tuple(types, records, records)
        .map(([all, answers, authorities]) => query(all, { answers, authorities })),
    );
    const port = fc.constantFrom(5353, 40_000);
    const event = fc.tuple(message, port, fc.constantFrom(0, 10, 250, 1000, 70_000));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const { clock, socket, claim, hear } = scene();
        for (const [bytes, from, ms] of events) {
          hear(bytes, { address: '192.168.0.11', port: from });
          clock.pass(ms);
        }
        const seconds = Math.ceil(clock.now() / 1000) + 1;
        const said = socket.sent.filter((line) => line.includes('*  |')).length;
        assert.ok(said <= 4 * seconds, 'at most four multicasts a second');
        assert.ok(socket.sent.length <= (4 + 4 + 20) * seconds);
        claim.stop();
        socket.take();
        clock.pass(200_000);
        assert.deepEqual(socket.take(), [], 'no message after the end');
      }),
    );
  });
});

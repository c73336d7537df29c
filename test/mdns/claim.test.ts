// A claim to a name on one link, from the first probe to the goodbye, with others who want it as well.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Claim } from '../../src/mdns/claim.js';
import { ownAddresses } from '../../src/mdns/rivals.js';
import { MDNS_TIMES } from '../../src/mdns/times.js';
import { Voice } from '../../src/mdns/voice.js';
import { OWN, query, record, response, TestCarrier, TestClock } from './support.js';

const PROBE = '* ? ANY |  | A 192.168.0.10 120, AAAA fe80::10 120 | ';
const ANNOUNCED = '*  | A 192.168.0.10 120!, AAAA fe80::10 120! |  | ';
const GOODBYE = '*  | A 192.168.0.10 0!, AAAA fe80::10 0! |  | ';
const LAPTOP = { address: '192.168.0.11', port: 5353 };
const RIVAL = response(record('192.168.0.11'));
/** The half of the first wait that the test's chance gives. */
const FIRST = MDNS_TIMES.probeMs / 2;
/** From the start until the name is announced for the second time. */
const HELD = FIRST + 3 * MDNS_TIMES.probeMs + MDNS_TIMES.announceMs;

function scene(own = OWN) {
  const clock = new TestClock();
  const carrier = new TestCarrier(clock);
  const voice = new Voice(carrier, clock);
  const told: string[] = [];
  const dependencies = {
    times: MDNS_TIMES,
    clock,
    random: () => 0.5,
    // Of which one on another link.
    ownAddresses: () => ownAddresses([...own.addresses, '192.168.0.13']),
  };
  const claim = new Claim(own, [voice], dependencies, {
    announced: () => told.push('announced'),
    taken: (rival) => told.push(`taken by ${rival}`),
  });
  const hear = (bytes: Buffer, sender = LAPTOP): void => {
    claim.hear(bytes, sender, voice);
  };
  claim.start();
  return { clock, carrier, claim, told, hear };
}

/** With the name announced, and that no longer among what was sent. */
function held() {
  const all = scene();
  all.clock.pass(HELD);
  all.carrier.take();
  return all;
}

describe('a claim to a name', () => {
  it('asks three times whether it is free, announces it twice, and takes it back', () => {
    const { clock, carrier, claim, told } = scene();
    clock.pass(10_000);
    claim.stop();
    clock.pass(10_000);
    assert.deepEqual(carrier.take(), [
      ...[125, 375, 625].map((at) => `${at} ${PROBE}`),
      ...[875, 1875].map((at) => `${at} ${ANNOUNCED}`),
      `10000 ${GOODBYE}`,
    ]);
    assert.deepEqual(told, ['announced']);
  });

  it('answers nothing before it is announced, and says no goodbye then', () => {
    const { clock, carrier, claim, told, hear } = scene();
    clock.pass(FIRST);
    carrier.take();
    hear(query(['A']));
    claim.stop();
    hear(query(['A']));
    hear(RIVAL);
    clock.pass(10_000);
    assert.deepEqual([carrier.take(), told], [[], []]);
  });

  it('answers everybody at most once a second, and says everything when it was asked in between', () => {
    const { clock, carrier, hear } = held();
    clock.pass(400);
    hear(query(['A']));
    hear(query(['AAAA']));
    clock.pass(600);
    assert.deepEqual(carrier.take(), [`${HELD + 1000} ${ANNOUNCED}`]);
    clock.pass(1000);
    hear(query(['A', 'AAAA']));
    assert.deepEqual(carrier.take(), [`${HELD + 2000} ${ANNOUNCED}`]);
  });

  it('answers one host at once, but not without end', () => {
    const { carrier, hear, clock } = held();
    for (let count = 0; count < 100; count += 1) hear(query(['A!']));
    assert.equal(carrier.take().length, 20);
    clock.pass(1000);
    hear(query(['A!']));
    assert.match(carrier.take().join(), /^\d+ 192\.168\.0\.11 /);
  });

  it('is defended in time against who comes later', () => {
    const { carrier, hear, clock, told } = held();
    hear(query(['A']));
    hear(query(['ANY'], { authorities: [record('192.168.0.11')] }));
    hear(query(['A']));
    clock.pass(250);
    assert.deepEqual(carrier.take(), [`${HELD + 250} ${ANNOUNCED}`]);
    assert.deepEqual(told, ['announced']);
  });

  it('gives way to who has the name, and tries again seldom', () => {
    const { clock, carrier, told, hear } = scene();
    clock.pass(FIRST);
    hear(RIVAL);
    hear(RIVAL);
    hear(query(['A']));
    assert.deepEqual(told, ['taken by 192.168.0.11']);
    carrier.take();
    clock.pass(MDNS_TIMES.retryMs + MDNS_TIMES.probeMs);
    hear(RIVAL);
    assert.equal(carrier.take().length, 1, 'one probe, and then again nothing');
    clock.pass(MDNS_TIMES.retryMs - MDNS_TIMES.probeMs);
    assert.deepEqual([carrier.take(), told], [[], ['taken by 192.168.0.11']]);
    clock.pass(MDNS_TIMES.probeMs + HELD);
    assert.deepEqual(told, ['taken by 192.168.0.11', 'announced']);
  });

  it('gets the name a second after the other has given it up', () => {
    const { clock, told, hear } = scene();
    hear(RIVAL);
    clock.pass(5000);
    hear(response(record('192.168.0.11', 0)));
    clock.pass(MDNS_TIMES.announceMs + 3 * MDNS_TIMES.probeMs);
    assert.deepEqual(told, ['taken by 192.168.0.11', 'announced']);
  });

  for (const [rival, isOutranked] of [
    ['192.168.0.11', true],
    ['192.168.0.9', false],
  ] as const) {
    it(`${isOutranked ? 'waits for' : 'goes before'} ${rival}, who asks for it at the same time (section 8.2)`, () => {
      const { clock, told, hear } = scene();
      clock.pass(FIRST);
      hear(query(['ANY'], { authorities: [record(rival)] }));
      clock.pass(3 * MDNS_TIMES.probeMs);
      assert.deepEqual(told, isOutranked ? [] : ['announced']);
      clock.pass(MDNS_TIMES.outrankedMs);
      assert.deepEqual(told, ['announced']);
    });
  }

  it('asks again when somebody contradicts it, and keeps the name if nobody has it (section 9)', () => {
    const { clock, carrier, told, hear } = held();
    hear(RIVAL);
    clock.pass(HELD);
    assert.deepEqual(
      carrier.take().map((line) => line.replace(/^\S+ /, '')),
      [PROBE, PROBE, PROBE, ANNOUNCED, ANNOUNCED],
    );
    assert.deepEqual(told, ['announced']);
  });

  it('gives the name up for a while when it is contradicted again and again', () => {
    const { clock, told, hear } = held();
    for (let count = 0; count < 20; count += 1) {
      hear(RIVAL);
      clock.pass(HELD);
    }
    assert.deepEqual(told, ['announced', 'taken by 192.168.0.11']);
  });

  it('is not contradicted by itself, by other links of this machine, or by who gives a name up', () => {
    const { clock, carrier, told, hear } = held();
    hear(response(record('192.168.0.10'), record('fe80::10')));
    hear(response(record('192.168.0.13')));
    hear(response(record('192.168.0.11', 0)));
    hear(response(record('192.168.0.11', 120, 'other.local')));
    clock.pass(10_000);
    assert.deepEqual([carrier.take(), told], [[], ['announced']]);
  });

  it('is not outranked by its own probe', () => {
    const { clock, told, hear } = scene();
    clock.pass(FIRST);
    hear(query(['ANY'], { authorities: OWN.addresses.map((address) => record(address)) }));
    hear(query(['ANY'], { authorities: [record('192.168.0.13')] }));
    clock.pass(3 * MDNS_TIMES.probeMs);
    assert.deepEqual(told, ['announced']);
  });

  it('survives whatever is sent to it, and sends little', () => {
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
        const { clock, carrier, claim, hear } = scene();
        for (const [bytes, from, ms] of events) {
          hear(bytes, { address: '192.168.0.11', port: from });
          clock.pass(ms);
        }
        const seconds = Math.ceil(clock.now() / 1000) + 1;
        const said = carrier.sent.filter((line) => line.includes('*  |')).length;
        assert.ok(said <= 4 * seconds, 'everybody is told four times a second at most');
        assert.ok(carrier.sent.length <= (4 + 4 + 20) * seconds);
        claim.stop();
        carrier.take();
        clock.pass(200_000);
        assert.deepEqual(carrier.take(), [], 'nothing goes on after the end');
      }),
    );
  });
});

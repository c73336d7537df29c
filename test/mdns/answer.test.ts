// Replies to queries for the own name: the records, the destination, and the queries without a reply.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decode } from 'dns-packet';
import { replyTo } from '../../src/mdns/answer.js';
import { MDNS_PORT } from '../../src/machine/mdns-group.js';
import { announcement, goodbye, ownOver, probe, type OwnName } from '../../src/mdns/own-name.js';
import { inShort, IPV4_ONLY, OWN, query, read, record } from './support.js';

const A = 'A 192.168.0.10 120!';
const AAAA = 'AAAA fe80::10 120!';
const ONLY_A = 'NSEC A 120!';
/** The age of the last multicast, in ms: young enough for a unicast reply, and too old for one. */
const RECENTLY = 10_000;
const LONG_AGO = 31_000;

/** The query, the own name, the age of the last multicast, and the reply: its destination and the message in short. */
const ANSWERS: readonly (readonly [string, Buffer, OwnName, number, string | undefined])[] = [
  ['one type, and gets the other one as well', query(['A']), OWN, RECENTLY, `group  | ${A} |  | ${AAAA}`],
  ['the other type', query(['AAAA']), OWN, RECENTLY, `group  | ${AAAA} |  | ${A}`],
  ['both types', query(['A', 'AAAA']), OWN, RECENTLY, `group  | ${A}, ${AAAA} |  | `],
  ['any type', query(['ANY']), OWN, RECENTLY, `group  | ${A}, ${AAAA} |  | `],
  ['any type of a name with one', query(['ANY']), IPV4_ONLY, RECENTLY, `group  | ${A} |  | ${ONLY_A}`],
  ['the only type', query(['A']), IPV4_ONLY, RECENTLY, `group  | ${A} |  | ${ONLY_A}`],
  [
    'a type that the name lacks (section 6.1)',
    query(['AAAA']),
    IPV4_ONLY,
    RECENTLY,
    `group  | ${ONLY_A} |  | ${A}`,
  ],
  [
    'a type that no name here has',
    query(['TXT']),
    OWN,
    RECENTLY,
    `group  | NSEC A+AAAA 120! |  | ${A}, ${AAAA}`,
  ],
  ['a unicast answer', query(['A!']), OWN, RECENTLY, `querier  | ${A} |  | ${AAAA}`],
  [
    'a unicast answer long after the last multicast (section 5.4)',
    query(['A!']),
    OWN,
    LONG_AGO,
    `group  | ${A} |  | ${AAAA}`,
  ],
  [
    'one type by unicast, one by multicast',
    query(['A!', 'AAAA']),
    OWN,
    RECENTLY,
    `group  | ${A}, ${AAAA} |  | `,
  ],
  [
    'a known answer (section 7.1)',
    query(['A'], { answers: [record('192.168.0.10')] }),
    OWN,
    RECENTLY,
    undefined,
  ],
  [
    'a known answer that is old',
    query(['A'], { answers: [record('192.168.0.10', 59)] }),
    OWN,
    RECENTLY,
    `group  | ${A} |  | ${AAAA}`,
  ],
  [
    'an address that differs from the known answer',
    query(['A'], { answers: [record('192.168.0.11')] }),
    OWN,
    RECENTLY,
    `group  | ${A} |  | ${AAAA}`,
  ],
  [
    'two addresses of which one is known',
    query(['ANY'], { answers: [record('fe80::10')] }),
    OWN,
    RECENTLY,
    `group  | ${A} |  | ${AAAA}`,
  ],
];

describe('a query for the own name', () => {
  for (const [what, bytes, own, sinceSaid, expected] of ANSWERS) {
    it(`asks for ${what}`, () => {
      const reply = replyTo(read(bytes), MDNS_PORT, own, sinceSaid);
      assert.equal(reply && `${reply.to} ${inShort(reply.bytes)}`, expected);
    });
  }

  it('may come from a conventional resolver, which gets its id, its question and short lifetimes (section 6.7)', () => {
    const reply = replyTo(read(query(['A'], { id: 4711 }, 'Smgw.LOCAL')), 40_000, OWN, RECENTLY);
    assert.ok(reply);
    const { id, questions } = decode(reply.bytes);
    assert.deepEqual([reply.to, id, questions?.[0]?.name], ['querier', 4711, 'Smgw.LOCAL']);
    assert.equal(inShort(reply.bytes), '? A | A 192.168.0.10 10 |  | ');
    const none = replyTo(read(query(['AAAA'])), 40_000, IPV4_ONLY, RECENTLY);
    assert.equal(none && inShort(none.bytes), '? AAAA | NSEC A 10 |  | ');
  });

  it('may be the probe of a rival', () => {
    const claim = query(['ANY'], { authorities: [record('192.168.0.11')] });
    assert.equal(replyTo(read(claim), MDNS_PORT, OWN, RECENTLY)?.isDefence, true);
    assert.equal(replyTo(read(query(['ANY'])), MDNS_PORT, OWN, RECENTLY)?.isDefence, false);
  });

  it('never gets a reply over four times its own length', () => {
    const bytes = query(['A', 'AAAA', 'ANY', 'TXT']);
    for (const port of [MDNS_PORT, 40_000]) {
      const { length = 0 } = replyTo(read(bytes), port, OWN, RECENTLY)?.bytes ?? {};
      assert.ok(length > 0 && length < 4 * bytes.length, String(length));
    }
  });
});

describe('a message over IPv4', () => {
  const name: OwnName = { ...OWN, addresses: [...OWN.addresses, 'fd00::10'] };

  it('has no link-local IPv6 address, whatever it is; one over IPv6 has all', () => {
    for (const [own, expected] of [
      [ownOver('ipv4', name), false],
      [ownOver('ipv6', name), true],
    ] as const) {
      const asked = [query(['A']), query(['AAAA!']), query(['ANY']), query(['TXT'])];
      const replies = [MDNS_PORT, 40_000].flatMap((port) =>
        asked.map((bytes) => replyTo(read(bytes), port, own, RECENTLY)?.bytes ?? assert.fail()),
      );
      const all = [...replies, probe(own), announcement(own), goodbye(own)].map(inShort).join();
      assert.deepEqual([all.includes('fe80::10'), all.includes('fd00::10')], [expected, true]);
    }
  });

  it('says at once that there is no usable IPv6 address', () => {
    const reply = replyTo(read(query(['AAAA'])), MDNS_PORT, ownOver('ipv4', OWN), RECENTLY);
    assert.equal(reply && inShort(reply.bytes), ` | ${ONLY_A} |  | ${A}`);
  });
});

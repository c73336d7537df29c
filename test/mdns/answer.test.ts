// Answers to questions about the own name: which records, to whom, and when none at all.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decode } from 'dns-packet';
import { replyTo } from '../../src/mdns/answer.js';
import { MDNS_PORT } from '../../src/machine/mdns-group.js';
import type { OwnName } from '../../src/mdns/own-name.js';
import { inShort, IPV4_ONLY, OWN, query, read, record } from './support.js';

const A = 'A 192.168.0.10 120!';
const AAAA = 'AAAA fe80::10 120!';
const ONLY_A = 'NSEC A 120!';
/** Since everybody was told, in ms: so recently that one host can be answered alone, and longer ago. */
const RECENTLY = 10_000;
const LONG_AGO = 31_000;

/** What is asked, of whom, and the answer: to whom, and the message in short. */
const ANSWERS: readonly (readonly [string, Buffer, OwnName, number, string | undefined])[] = [
  ['one type, and the other one besides', query(['A']), OWN, RECENTLY, `everybody  | ${A} |  | ${AAAA}`],
  ['the other type', query(['AAAA']), OWN, RECENTLY, `everybody  | ${AAAA} |  | ${A}`],
  ['both types', query(['A', 'AAAA']), OWN, RECENTLY, `everybody  | ${A}, ${AAAA} |  | `],
  ['any type', query(['ANY']), OWN, RECENTLY, `everybody  | ${A}, ${AAAA} |  | `],
  ['any type, and there is one', query(['ANY']), IPV4_ONLY, RECENTLY, `everybody  | ${A} |  | ${ONLY_A}`],
  [
    'the only type, and that there is no other',
    query(['A']),
    IPV4_ONLY,
    RECENTLY,
    `everybody  | ${A} |  | ${ONLY_A}`,
  ],
  [
    'a type there is not (section 6.1)',
    query(['AAAA']),
    IPV4_ONLY,
    RECENTLY,
    `everybody  | ${ONLY_A} |  | ${A}`,
  ],
  [
    'a type there never is',
    query(['TXT']),
    OWN,
    RECENTLY,
    `everybody  | NSEC A+AAAA 120! |  | ${A}, ${AAAA}`,
  ],
  ['alone', query(['A!']), OWN, RECENTLY, `asker  | ${A} |  | ${AAAA}`],
  [
    'alone, but others have not been told for long (section 5.4)',
    query(['A!']),
    OWN,
    LONG_AGO,
    `everybody  | ${A} |  | ${AAAA}`,
  ],
  ['one type alone, one not', query(['A!', 'AAAA']), OWN, RECENTLY, `everybody  | ${A}, ${AAAA} |  | `],
  [
    'what is known (section 7.1)',
    query(['A'], { answers: [record('192.168.0.10')] }),
    OWN,
    RECENTLY,
    undefined,
  ],
  [
    'what is known to be old',
    query(['A'], { answers: [record('192.168.0.10', 59)] }),
    OWN,
    RECENTLY,
    `everybody  | ${A} |  | ${AAAA}`,
  ],
  [
    'what is known to be otherwise',
    query(['A'], { answers: [record('192.168.0.11')] }),
    OWN,
    RECENTLY,
    `everybody  | ${A} |  | ${AAAA}`,
  ],
  [
    'two of which one is known',
    query(['ANY'], { answers: [record('fe80::10')] }),
    OWN,
    RECENTLY,
    `everybody  | ${A} |  | ${AAAA}`,
  ],
];

describe('a question about the own name', () => {
  for (const [what, bytes, own, sinceSaid, expected] of ANSWERS) {
    it(`asks for ${what}`, () => {
      const reply = replyTo(read(bytes), MDNS_PORT, own, sinceSaid);
      assert.equal(reply && `${reply.to} ${inShort(reply.bytes)}`, expected);
    });
  }

  it('may come from a conventional resolver, which gets its number, its question and short times (section 6.7)', () => {
    const reply = replyTo(read(query(['A'], { id: 4711 }, 'Smgw.LOCAL')), 40_000, OWN, RECENTLY);
    assert.ok(reply);
    const { id, questions } = decode(reply.bytes);
    assert.deepEqual([reply.to, id, questions?.[0]?.name], ['asker', 4711, 'Smgw.LOCAL']);
    assert.equal(inShort(reply.bytes), '? A | A 192.168.0.10 10 |  | ');
    const none = replyTo(read(query(['AAAA'])), 40_000, IPV4_ONLY, RECENTLY);
    assert.equal(none && inShort(none.bytes), '? AAAA | NSEC A 10 |  | ');
  });

  it('may come from somebody who wants the name', () => {
    const claim = query(['ANY'], { authorities: [record('192.168.0.11')] });
    assert.equal(replyTo(read(claim), MDNS_PORT, OWN, RECENTLY)?.isDefence, true);
    assert.equal(replyTo(read(query(['ANY'])), MDNS_PORT, OWN, RECENTLY)?.isDefence, false);
  });

  it('is never answered with more than a few times its own length', () => {
    const bytes = query(['A', 'AAAA', 'ANY', 'TXT']);
    for (const port of [MDNS_PORT, 40_000]) {
      const { length = 0 } = replyTo(read(bytes), port, OWN, RECENTLY)?.bytes ?? {};
      assert.ok(length > 0 && length < 4 * bytes.length, String(length));
    }
  });
});

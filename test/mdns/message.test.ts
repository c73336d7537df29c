// The reader of mDNS messages: the parts about the name, and arbitrary bytes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decode, encode } from 'dns-packet';
import fc from 'fast-check';
import { addressText, bytesOf, MAX_BYTES, readMessage } from '../../src/mdns/message.js';
import { NAME, query, read, record, response } from './support.js';

/** Records of other names, short ones. */
const OTHERS = Array.from({ length: 512 }, () => record('192.168.0.11', 120, '.'));

describe('an mDNS message', () => {
  it('asks for types of the name in any case, by multicast or unicast', () => {
    assert.deepEqual(read(query(['A', 'AAAA!', 'ANY!', 'TXT'], { id: 7 }, 'SMGW.Local')), {
      kind: 'query',
      id: 7,
      questions: [
        { name: 'SMGW.Local', type: 'A', isUnicast: false },
        { name: 'SMGW.Local', type: 'AAAA', isUnicast: true },
        { name: 'SMGW.Local', type: 'ANY', isUnicast: true },
        { name: 'SMGW.Local', type: 'TXT', isUnicast: false },
      ],
      answers: [],
      claims: [],
    });
  });

  it('carries known answers and proposed records', () => {
    const { answers, claims } = read(
      query(['ANY'], { answers: [record('192.168.0.10', 60)], authorities: [record('fe80::11')] }),
    );
    assert.deepEqual(answers, [{ type: 'A', data: 'c0a8000a', ttl: 60 }]);
    assert.deepEqual(claims, [{ type: 'AAAA', data: 'fe800000000000000000000000000011', ttl: 120 }]);
  });

  it('answers with records of the name, also with additional ones', () => {
    const bytes = encode({
      type: 'response',
      answers: [record('192.168.0.11'), record('192.168.0.12', 120, 'other.local')],
      additionals: [record('fd00::1', 0)],
    });
    assert.deepEqual(
      read(bytes).answers.map((told) => `${addressText(told)} ${told.ttl}`),
      ['192.168.0.11 120', 'fd00::1 0'],
    );
  });

  const changed = (bytes: Buffer, offset: number, value: number): Buffer => {
    bytes.writeUInt16BE(value, offset);
    return bytes;
  };
  const ignored: readonly (readonly [string, Buffer])[] = [
    ['is empty', Buffer.alloc(0)],
    ['is shorter than a header', query(['A']).subarray(0, 11)],
    ['ends in the middle', query(['A']).subarray(0, 20)],
    ['is about another name', query(['A'], {}, 'smgw2.local')],
    ['is about a name below it', query(['A'], {}, 'a.smgw.local')],
    ['asks in another class', changed(query(['A']), query(['A']).length - 2, 3)],
    ['has another operation code (section 18.3)', changed(query(['A']), 2, 0x2800)],
    ['has a response code (section 18.11)', changed(response(record('192.168.0.11')), 2, 0x8403)],
    ['has more questions than the limit', query(Array.from({ length: 65 }, () => 'A'))],
    ['has more records than the limit', response(record('192.168.0.11'), ...OTHERS)],
    ['counts more records than it has', changed(query(['A']), 6, 500)],
    ['is longer than the limit', Buffer.concat([query(['A']), Buffer.alloc(MAX_BYTES)])],
    ['has a name that points at itself', Buffer.from('000000000001000000000000c00c00010001', 'hex')],
  ];
  for (const [what, bytes] of ignored) {
    it(`is ignored if it ${what}`, () => {
      assert.equal(readMessage(bytes, NAME), undefined);
    });
  }

  it('may be arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        readMessage(Buffer.from(bytes), NAME);
      }),
    );
  });

  it('may be a real message with any bytes changed', () => {
    const real = query(['A', 'AAAA!'], {
      answers: [record('192.168.0.10')],
      authorities: [record('fe80::11')],
      additionals: [{ type: 'NSEC', name: NAME, data: { nextDomain: NAME, rrtypes: ['A', 'AAAA'] } }],
    });
    const change = fc.tuple(fc.nat(real.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const bytes = Buffer.from(real);
        for (const [offset, value] of changes) bytes[offset] = value;
        readMessage(bytes, NAME);
      }),
      { numRuns: 1000 },
    );
  });

  it('has addresses whose digits sort like their bytes', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        assert.equal(addressText({ type: 'A', data: bytesOf('A', address), ttl: 1 }), address);
      }),
    );
    assert.equal(bytesOf('AAAA', 'fe80::10'), 'fe800000000000000000000000000010');
  });

  it('has a unicast-response bit that the library leaves in the class', () => {
    assert.match(String(decode(query(['A!'])).questions?.[0]?.class), /^UNKNOWN_32769$/);
  });
});

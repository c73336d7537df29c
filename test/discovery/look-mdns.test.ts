// The answers to the query for smgw.local: which sources count, and which names are kept.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encode, type Packet } from 'dns-packet';
import fc from 'fast-check';
import { deviceIn } from '../../src/discovery/look-mdns.js';

const answers: Packet['answers'] = [
  { type: 'AAAA', name: 'smgw.local', data: 'fe80::2' },
  { type: 'PTR', name: '_http._tcp.local', data: 'smgw consumerinterface._http._tcp.local' },
];
const answer = encode({ type: 'response', answers });

describe('an mDNS answer', () => {
  it('gives its source address and its names', () => {
    assert.deepEqual(deviceIn(answer, 'fe80::2%eth0', 'eth0'), {
      address: 'fe80::2%eth0',
      names: ['smgw.local', 'smgw consumerinterface._http._tcp.local'],
    });
  });

  it('is ignored from another link, and from a routed address', () => {
    for (const source of ['fe80::2%wlan0', 'fe80::2', 'fd00::2', '2001:db8::2'])
      assert.equal(deviceIn(answer, source, 'eth0'), undefined, source);
  });

  it('is not read from a query, nor from a response without answers', () => {
    const question = encode({ type: 'query', questions: [{ type: 'A', name: 'smgw.local' }] });
    for (const message of [question, encode({ type: 'query', answers }), encode({ type: 'response' })])
      assert.equal(deviceIn(message, 'fe80::2%eth0', 'eth0'), undefined);
  });

  it('of arbitrary bytes never makes the parser throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(100), (bytes, at) => {
        const message = Buffer.from(answer);
        message.set(bytes.subarray(0, Math.max(0, message.length - at)), Math.min(at, message.length));
        deviceIn(message, 'fe80::2%eth0', 'eth0');
      }),
    );
  });
});

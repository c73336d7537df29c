// An answer to the question for smgw.local: from whom it is taken, and what of it.
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

describe('an answer by mDNS', () => {
  it('gives the address it comes from, and its names', () => {
    assert.deepEqual(deviceIn(answer, 'fe80::2%eth0', 'eth0'), {
      address: 'fe80::2%eth0',
      names: ['smgw.local', 'smgw consumerinterface._http._tcp.local'],
    });
  });

  it('is not taken from another link, nor from beyond it', () => {
    for (const source of ['fe80::2%wlan0', 'fe80::2', 'fd00::2', '2001:db8::2'])
      assert.equal(deviceIn(answer, source, 'eth0'), undefined, source);
  });

  it('is not taken from a question, nor from one without answers', () => {
    const question = encode({ type: 'query', questions: [{ type: 'A', name: 'smgw.local' }] });
    for (const message of [question, encode({ type: 'query', answers }), encode({ type: 'response' })])
      assert.equal(deviceIn(message, 'fe80::2%eth0', 'eth0'), undefined);
  });

  it('is read without throwing, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(100), (bytes, at) => {
        const message = Buffer.from(answer);
        message.set(bytes.subarray(0, Math.max(0, message.length - at)), Math.min(at, message.length));
        deviceIn(message, 'fe80::2%eth0', 'eth0');
      }),
    );
  });
});

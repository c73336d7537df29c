// The frames of a discovery: the bytes sent, and the parsers against well-formed and arbitrary bytes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { arpProbe, parseArp } from '../../src/discovery/arp.js';
import { dhcpDiscover, parseOffer } from '../../src/discovery/dhcp.js';
import { broadcastFrame, linkLocalOf, parseFrame, TYPE } from '../../src/discovery/frame.js';
import { overhear } from '../../src/discovery/overhear.js';

const OWN = '02:00:00:00:00:01';
const OTHER = '5c:ca:32:0a:0b:78';
const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

describe('an ARP probe', () => {
  it('follows RFC 5227, padded to the shortest frame', () => {
    const expected = hex(`ffffffffffff 020000000001 0806
      0001 0800 06 04 0001 020000000001 00000000 000000000000 0a0b7802 ${'00'.repeat(18)}`);
    assert.deepEqual(arpProbe(OWN, '10.11.120.2'), expected);
  });
});

describe('an ARP reply', () => {
  const answer = '0001 0800 06 04 0002 5cca320a0b78 0a0b7802 020000000001 00000000';

  it('gives the address and its MAC', () => {
    const expected = { isReply: true, senderMac: OTHER, sender: '10.11.120.2', target: '0.0.0.0' };
    assert.deepEqual(parseArp(hex(answer)), expected);
  });

  it('is refused if it is short, or for other address types', () => {
    assert.equal(parseArp(hex(answer).subarray(0, 27)), undefined);
    assert.equal(parseArp(hex(answer.replace('0001 0800', '0006 0800'))), undefined);
    assert.equal(parseArp(hex(answer.replace('06 04', '06 10'))), undefined);
  });
});

describe('a DHCPDISCOVER', () => {
  const question = dhcpDiscover(OWN, 0x01020304);

  it('has a correct IPv4 header checksum', () => {
    const header = question.subarray(14, 34);
    let sum = 0;
    for (let at = 0; at < 20; at += 2) sum += header.readUInt16BE(at);
    assert.equal((sum & 0xffff) + (sum >>> 16), 0xffff);
    assert.equal(header.readUInt16BE(2), question.length - 14);
  });

  it('asks for no lease', () => {
    const options = question.subarray(14 + 28 + 240);
    assert.deepEqual([...options.subarray(0, 3)], [53, 1, 1]);
    assert.ok(!options.subarray(0, options.indexOf(255)).includes(50), 'no requested address');
  });
});

/** An offer as a server sends it, with these options. */
function offer(options: readonly number[], transaction = 7): Buffer {
  const frame = dhcpDiscover(OTHER, transaction);
  const message = frame.subarray(14 + 28);
  frame.writeUInt16BE(67, 14 + 20);
  frame.writeUInt16BE(68, 14 + 22);
  frame.set([10, 9, 8, 2], 14 + 12);
  message[0] = 2;
  message.set([10, 9, 8, 7], 16);
  message.fill(0, 240).set(options, 240);
  return frame;
}

describe('a DHCPOFFER', () => {
  it('gives the server, the offered address, and whether there is a router or a name server', () => {
    const common = { serverMac: OTHER, offered: '10.9.8.7' };
    assert.deepEqual(parseOffer(offer([53, 1, 2, 54, 4, 10, 9, 8, 1, 255]), 7), {
      ...common,
      server: '10.9.8.1',
      hasRouter: false,
      hasDns: false,
    });
    assert.deepEqual(parseOffer(offer([0, 53, 1, 2, 3, 4, 1, 1, 1, 1, 6, 4, 1, 1, 1, 1]), 7), {
      ...common,
      server: '10.9.8.2',
      hasRouter: true,
      hasDns: true,
    });
  });

  it('is refused for another transaction, of another type, or cut short', () => {
    const right = offer([53, 1, 2, 255]);
    assert.equal(parseOffer(right, 8), undefined);
    assert.equal(parseOffer(offer([53, 1, 5, 255]), 7), undefined);
    assert.equal(parseOffer(right.subarray(0, 200), 7), undefined);
    assert.equal(parseOffer(dhcpDiscover(OTHER, 7), 7), undefined);
  });
});

describe('an overheard frame', () => {
  const arp = (kind: string, sender: string, target: string): Buffer =>
    broadcastFrame(
      OTHER,
      TYPE.arp,
      hex(`0001 0800 06 04 ${kind} 5cca320a0b78 ${sender} 000000000000 ${target}`),
    );
  const ipv6 = (source: string, more: string): Buffer =>
    broadcastFrame(
      OTHER,
      TYPE.ipv6,
      hex(`60000000 0020 3a ff ${source} ff02000000000000000000000000fb00 ${more}`),
    );
  const none = '0'.repeat(32);
  const linkLocal = 'fe80000000000000 5ecA32fffe0a0b78';
  const solicitation = `87 00 0000 00000000 ${linkLocal} 0000000000000000`;

  const cases: readonly (readonly [string, Buffer, object | undefined])[] = [
    ['an ARP request', arp('0001', 'ac172d43', 'ac172d01'), { ipv4: '172.23.45.67' }],
    ['an ARP probe', arp('0001', '00000000', 'ac172d43'), { ipv4: '172.23.45.67' }],
    ['an ARP reply', arp('0002', 'ac172d43', '00000000'), { ipv4: '172.23.45.67' }],
    ['an ARP reply from 0.0.0.0', arp('0002', '00000000', 'ac172d43'), undefined],
    ['an ARP request from a multicast address', arp('0001', 'e0000001', 'ac172d43'), undefined],
    ['a cut IPv4 packet', broadcastFrame(OTHER, TYPE.ipv4, hex('45000014')).subarray(0, 30), undefined],
    [
      'any IPv4 packet',
      broadcastFrame(OTHER, TYPE.ipv4, hex('45000014000000004011000 0 0a090802 ffffffff')),
      { ipv4: '10.9.8.2' },
    ],
    ['duplicate address detection', ipv6(none, solicitation), { ipv6: 'fe80::5eca:32ff:fe0a:b78' }],
    ['any IPv6 packet', ipv6(linkLocal, '8500000000000000'), { ipv6: 'fe80::5eca:32ff:fe0a:b78' }],
    ['a global IPv6 address', ipv6(linkLocal.replace('fe80', '2001'), '8500000000000000'), undefined],
    ['another protocol', broadcastFrame(OTHER, 0x88cc, Buffer.alloc(50)), undefined],
  ];
  for (const [what, frame, expected] of cases) {
    it(`${what} shows ${expected === undefined ? 'no address' : 'its sender'}`, () => {
      assert.deepEqual(overhear(frame), expected === undefined ? undefined : { mac: OTHER, ...expected });
    });
  }
});

describe('frames', () => {
  it('of arbitrary bytes never make a parser throw', () => {
    const type = fc.constantFrom(...Object.values(TYPE));
    fc.assert(
      fc.property(type, fc.uint8Array({ maxLength: 400 }), fc.nat(420), (kind, bytes, length) => {
        const frame = broadcastFrame(OTHER, kind, Buffer.from(bytes)).subarray(0, length);
        parseFrame(frame);
        overhear(frame);
        parseOffer(frame, 7);
      }),
    );
    const options = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 60 });
    fc.assert(fc.property(options, (bytes) => void parseOffer(offer(bytes), 7)));
  });
});

describe('the link-local address of a device', () => {
  it('is made from its MAC address', () => {
    assert.equal(linkLocalOf('00:25:18:01:02:03'), 'fe80::225:18ff:fe01:203');
    assert.equal(linkLocalOf('02:00:0a:0b:78:02'), 'fe80::aff:fe0b:7802');
  });
});

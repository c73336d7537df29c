// The guess of a gateway's maker: each trait, and their order.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { guessMaker, isSure, type Traits } from '../../src/gateway/maker.js';

const NAME = 'smgw.local';
const SERVICE = 'SMGW consumerInterface._http._tcp.local';
const PPC = '192.168.1.200';

describe('the maker of a gateway', () => {
  const cases: readonly (readonly [string, Traits, string])[] = [
    ['the number in a name', { certificateNames: 'CN=x\nDNS:ethe0300186023.sm' }, 'Theben certificate'],
    ['a number in capitals', { certificateNames: 'CN=EPPC0210000001' }, 'PPC certificate'],
    ['the name of a company', { certificateNames: 'O=EMH metering GmbH & Co. KG' }, 'EMH certificate'],
    ['a hardware address', { mac: '00:25:18:01:02:03' }, 'PPC mac'],
    [
      'the certificate before the MAC address',
      { certificateNames: 'elgz0012345678', mac: '00:25:18:01:02:03' },
      'Landis+Gyr certificate',
    ],
    ['the hardware address before the name', { mac: '5c:ca:32:01:02:03', mdnsNames: [NAME] }, 'Theben mac'],
    ['the service before the name', { mdnsNames: [NAME, SERVICE], address: PPC }, 'EMH service'],
    ['smgw.local', { mdnsNames: [NAME.toUpperCase()], address: PPC }, 'EMH mdns'],
    ['no other name', { mdnsNames: ['printer._http._tcp.local'] }, ''],
    ['the address at last', { certificateNames: 'CN=device', address: PPC }, 'PPC address'],
    ['nothing', { certificateNames: 'CN=themes', mac: '02:00:00:00:00:01' }, ''],
  ];
  for (const [what, traits, expected] of cases) {
    it(`is guessed by ${what}`, () => {
      const { maker = '', from = '' } = guessMaker(traits) ?? {};
      assert.equal(`${maker} ${from}`.trim(), expected);
    });
  }
});

describe('a guess', () => {
  it('is sure by what the gateway itself carries, and not by a name or an address of several makers', () => {
    const all = ['certificate', 'mac', 'service', 'mdns', 'address'] as const;
    assert.deepEqual(
      all.filter((from) => isSure({ maker: 'EMH', from })),
      ['certificate', 'mac', 'service'],
    );
  });
});

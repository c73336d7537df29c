// The guess of a gateway's maker: each trait, and their order.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { guessMaker, type Traits } from '../../src/gateway/maker.js';

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
    ['the hardware address before the name', { mac: '5c:ca:32:01:02:03', hasMdns: true }, 'Theben mac'],
    ['smgw.local', { hasMdns: true, knownAddressOf: 'PPC' }, 'EMH mdns'],
    ['the address at last', { certificateNames: 'CN=device', knownAddressOf: 'PPC' }, 'PPC address'],
    ['nothing', { certificateNames: 'CN=themes', mac: '02:00:00:00:00:01' }, ''],
  ];
  for (const [what, traits, expected] of cases) {
    it(`is guessed by ${what}`, () => {
      const { maker = '', from = '' } = guessMaker(traits) ?? {};
      assert.equal(`${maker} ${from}`.trim(), expected);
    });
  }
});

// `discover` on the test bed: the maker of a gateway whose certificate does not name it.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { makeCertificate } from '../../support/certificate.js';
import { missing, notRoot } from '../../support/requires.js';
import { LIMIT } from '../../support/test-bed.js';
import { DiscoverBed } from './support.js';

const NAME = 'smgw.local';
const SERVICE = 'smgw consumerinterface._http._tcp.local';

describe('discover', { skip: notRoot() || missing('ip', 'perl', 'openssl') }, () => {
  let bed: DiscoverBed;

  before(async () => {
    bed = new DiscoverBed();
    await bed.up();
    await bed.serveTls(makeCertificate({ curve: 'P-256', name: 'device' }));
  });

  beforeEach(() => bed.bare());
  after(() => bed.down());

  for (const [names, from] of [
    [[NAME, SERVICE], 'service'],
    [[NAME], 'mdns'],
    [['printer.local', 'printer._http._tcp.local'], undefined],
  ] as const)
    it(`names EMH by ${from ?? 'nothing else'} where mDNS tells ${names.join(' and ')}`, LIMIT, async () => {
      await bed.device('fe80::2/64');
      await bed.run('pi', 'ip', 'address', 'add', 'fe80::1/64', 'dev', 'eth0', 'nodad');
      await bed.withDevice('mdns-apart', [JSON.stringify(names)], async () => {
        const { gateway } = (await bed.find([], { mdnsMs: 5000 })).document;
        assert.deepEqual(gateway?.names, names);
        assert.deepEqual(gateway.maker, from === undefined ? null : { maker: 'EMH', from });
      });
    });
});

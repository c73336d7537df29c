// `discover` on the test bed: finds a gateway at every kind of address, and reports no other device as one.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { KNOWN_ADDRESSES } from '../../../src/gateway/known-addresses.js';
import { missing, notRoot } from '../../support/requires.js';
import { AS_NOBODY, LIMIT } from '../../support/test-bed.js';
import { DiscoverBed, NO_ARP, outcomeOf } from './support.js';

const SERVICE = 'smgw consumerinterface._http._tcp.local';

describe('discover', { skip: notRoot() || missing('ip', 'perl', 'openssl') }, () => {
  let bed: DiscoverBed;

  before(async () => {
    bed = new DiscoverBed();
    await bed.up();
    await bed.serveTls();
  });

  beforeEach(() => bed.bare());
  after(() => bed.down());

  for (const { address } of KNOWN_ADDRESSES) {
    it(`finds a gateway at ${address}`, LIMIT, async () => {
      await bed.device(`${address}/24`);
      const { status, document } = await bed.find();
      assert.equal(status, 0);
      assert.equal(document.interface, 'eth0');
      const { gateway } = document;
      assert.deepEqual(
        [gateway?.address, gateway?.foundBy, gateway?.verdict],
        [address, 'known', 'unverified'],
      );
      assert.equal(gateway?.reason, 'no-address');
    });
  }

  it('reads the certificate over IPv6 while there is no IPv4 address for it', LIMIT, async () => {
    const linkLocal = await bed.linkLocal('gateway');
    await bed.device('192.168.1.200/24', `${linkLocal}/64`);
    await bed.run('pi', 'ip', 'address', 'add', 'fe80::1/64', 'dev', 'eth0', 'nodad');
    const { status, document } = await bed.find();
    assert.equal(status, 0);
    const { gateway, proposal } = document;
    assert.ok(gateway !== null);
    assert.deepEqual([gateway.address, gateway.verdict], ['192.168.1.200', 'gateway']);
    assert.equal(gateway.connectedTo, `${linkLocal}%eth0`);
    assert.equal(gateway.certificate?.subject, 'CN=ethe0300186023.sm');
    assert.deepEqual(gateway.maker, { maker: 'Theben', from: 'certificate' });
    assert.deepEqual([proposal?.address, proposal?.prefix], ['192.168.1.201', 28]);
  });

  it('tries the subnets of this machine first, also without root', LIMIT, async () => {
    await bed.device('10.11.120.2/24');
    await bed.run('pi', 'ip', 'address', 'add', '10.11.120.1/24', 'dev', 'eth0');
    for (const wrapper of [[], AS_NOBODY]) {
      const { status, document } = await bed.find([], {}, { before: wrapper });
      assert.equal(status, 0);
      assert.deepEqual(
        document.steps.map(({ step, outcome }) => `${step} ${outcome}`),
        ['cable plugged', 'configured finds', 'tls gateway'],
      );
      assert.equal(document.gateway?.connectedTo, '10.11.120.2');
      assert.equal(document.proposal, null);
    }
  });

  it('without root names the steps left out, the reason, and the command with sudo', LIMIT, async () => {
    const { status, stdout } = await bed.discover(['--lang', 'de'], {}, { before: AS_NOBODY });
    assert.equal(status, 1);
    assert.match(stdout, /ausgelassen +DHCP: braucht root\n/);
    assert.match(stdout, /braucht root, weil .*\n.*: sudo smgw-proxy discover\n/);
  });

  it('proposes no address that is in use', LIMIT, async () => {
    await bed.device('192.168.1.200/24', '192.168.1.201/24');
    const { document } = await bed.find([], { freeMs: 1000 });
    assert.equal(document.gateway?.address, '192.168.1.200');
    assert.equal(document.proposal?.address, '192.168.1.199');
  });

  it('proposes no address of a router at home', LIMIT, async () => {
    await bed.device('192.168.1.200/24');
    await bed.run('pi', 'ip', 'address', 'add', '192.168.1.5/24', 'dev', 'wlan0');
    await bed.run('pi', 'ip', 'route', 'add', '10.99.0.0/16', 'via', '192.168.1.201');
    try {
      const { document } = await bed.find();
      assert.deepEqual([document.gateway?.address, document.gateway?.reason], ['192.168.1.200', 'overlap']);
      assert.equal(document.proposal?.address, '192.168.1.199');
    } finally {
      await bed.run('pi', 'ip', 'address', 'del', '192.168.1.5/24', 'dev', 'wlan0');
    }
  });

  it('finds a gateway in the subnet of a known address', LIMIT, async () => {
    await bed.device('192.168.33.77/24');
    const { status, document } = await bed.find();
    assert.deepEqual([status, outcomeOf(document, 'known')], [0, 'nothing']);
    assert.deepEqual([document.gateway?.address, document.gateway?.foundBy], ['192.168.33.77', 'around']);
  });

  it('finds a gateway anywhere in 192.168.0.0/16 with --wide', LIMIT, async () => {
    await bed.device('192.168.7.9/24');
    const { document } = await bed.find(['--wide'], { arpMs: 300, widePerSecond: 50_000 });
    assert.deepEqual([document.gateway?.address, document.gateway?.foundBy], ['192.168.7.9', 'wide']);
  });

  it('finds a gateway that is a DHCP server', LIMIT, async () => {
    await bed.device('10.9.8.2/24');
    await bed.withDevice('dhcp', ['10.9.8.7', '10.9.8.255'], async () => {
      const { status, document } = await bed.find([], { dhcpMs: 5000 });
      assert.deepEqual(
        [status, document.gateway?.address, document.gateway?.foundBy],
        [0, '10.9.8.2', 'dhcp'],
      );
    });
    assert.equal(await bed.run('pi', 'ip', '-4', 'address', 'show', 'dev', 'eth0'), '', 'nothing was taken');
  });

  it('warns when the cable leads into a home network', LIMIT, async () => {
    await bed.device('192.168.77.2/24');
    await bed.withDevice('dhcp', ['192.168.77.7', '192.168.77.255', '192.168.77.2'], async () => {
      const { status, stdout } = await bed.discover(['--lang', 'en'], { dhcpMs: 5000, ...NO_ARP });
      assert.equal(status, 1);
      assert.match(
        stdout,
        /! warning +DHCP: 192\.168\.77\.2 offers .* this is a home network, not a gateway/,
      );
    });
  });

  it('finds a gateway without IPv4 by its mDNS name', LIMIT, async () => {
    await bed.device('fe80::2/64');
    await bed.run('pi', 'ip', 'address', 'add', 'fe80::1/64', 'dev', 'eth0', 'nodad');
    await bed.withDevice('mdns', [JSON.stringify(['smgw.local', SERVICE])], async () => {
      for (const wrapper of [[], AS_NOBODY]) {
        const { status, document } = await bed.find([], { mdnsMs: 5000 }, { before: wrapper });
        assert.equal(status, 0);
        assert.deepEqual(
          [document.gateway?.address, document.gateway?.foundBy, document.gateway?.verdict],
          ['fe80::2%eth0', 'mdns', 'gateway'],
        );
        assert.deepEqual(document.gateway?.names, ['smgw.local', SERVICE]);
      }
    });
  });

  it('finds nothing when the gateway is switched off', LIMIT, async () => {
    const { status, document } = await bed.find([], { arpMs: 300 });
    assert.deepEqual([status, document.found, document.gateway], [1, false, null]);
    assert.deepEqual(
      document.steps.map(({ step, outcome }) => `${step} ${outcome}`),
      [
        ...['cable plugged', 'configured no-address', 'dhcp nothing', 'mdns no-link-local'],
        ...['known nothing', 'replug not-asked', 'around nothing', 'wide not-asked'],
      ],
    );
  });

  it('and then writes a letter to the operator', LIMIT, async () => {
    const { status, stdout, stderr } = await bed.discover(['--lang', 'en'], NO_ARP);
    assert.deepEqual([status, stderr], [1, '']);
    assert.match(stdout, /No gateway found\.\n→ .*--wide\n\nIs the cable in the gateway's HAN socket/);
    for (const asked of [
      /IPv4-Adresse/,
      /Subnetzmaske/,
      /Benutzernamen/,
      /Fingerabdruck des TLS-Zertifikats/,
    ])
      assert.match(stdout, asked);
  });
});

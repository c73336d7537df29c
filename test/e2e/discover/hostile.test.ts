// Hostile devices on the cable: `discover` escapes their names, and reports none of them as a gateway.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { makeCertificate } from '../../support/certificate.js';
import { assertHarmless, HARMFUL } from '../../support/harmless.js';
import { missing, notRoot } from '../../support/requires.js';
import { LIMIT } from '../../support/test-bed.js';
import { DiscoverBed, NO_ARP, outcomeOf } from './support.js';

const EVIL = '\u001b[2J\u202eevil\u0007\u2028';

describe('on a cable with hostile devices', { skip: notRoot() || missing('ip', 'perl', 'openssl') }, () => {
  let bed: DiscoverBed;

  beforeEach(async () => {
    bed = new DiscoverBed();
    await bed.up();
    await bed.bare();
    await bed.device('10.11.120.2/24', 'fe80::2/64');
    await bed.run('pi', 'ip', 'address', 'add', 'fe80::1/64', 'dev', 'eth0', 'nodad');
  });
  afterEach(() => bed.down());

  const atHand = () => bed.run('pi', 'ip', 'address', 'add', '10.11.120.1/24', 'dev', 'eth0');

  it('names from mDNS are escaped', LIMIT, async () => {
    const names = ['smgw.local', `${EVIL}.local`, `${'long.'.repeat(45)}local`, '\u009b31m.local'];
    await bed.serveTls();
    await bed.withDevice('mdns', [JSON.stringify(names)], async () => {
      const { status, stdout } = await bed.discover(['--lang', 'de'], { mdnsMs: 5000 });
      assert.equal(status, 0);
      assert.match(stdout, /nennt sich: "smgw\.local", "\\u001b\[2J\\u202eevil/);
      assertHarmless(stdout);
      const { stdout: json, document } = await bed.find([], { mdnsMs: 5000 });
      assert.doesNotMatch(json, HARMFUL);
      assert.ok(document.gateway?.names[1]?.startsWith('\u001b[2J\u202eevil\u0007'), 'and yet what it was');
    });
  });

  it('an mDNS answer with a name over 254 bytes is ignored', LIMIT, async () => {
    const names = ['smgw.local', `${'x'.repeat(60)}.`.repeat(100)];
    await bed.withDevice('mdns', [JSON.stringify(names)], async () => {
      const { document } = await bed.find([], { mdnsMs: 300, tlsMs: 100 });
      assert.equal(outcomeOf(document, 'mdns'), 'nothing');
    });
  });

  it('names in certificates are escaped and cut', LIMIT, async () => {
    await atHand();
    await bed.serveTls(
      makeCertificate({ curve: 'brainpoolP384r1', name: EVIL, alternative: 'x'.repeat(10_000) }),
    );
    const { status, stdout } = await bed.discover(['--lang', 'en']);
    assert.equal(status, 0);
    assert.match(stdout, /certificate for: "CN=.*evil/);
    assertHarmless(stdout);
    const { stdout: json, document } = await bed.find();
    assert.doesNotMatch(json, HARMFUL);
    assert.equal(document.gateway?.certificate?.names.length, 1000);
  });

  const CLAIMS: readonly (readonly [string, string, RegExp])[] = [
    ['192.168.0.10', 'own', /192\.168\.0\.10 is an address of this machine/],
    ['127.0.0.1', 'own', /127\.0\.0\.1 is an address of this machine/],
    ['0.0.0.0', 'no-host', /0\.0\.0\.0 is an address that no device can have/],
    ['255.255.255.255', 'no-host', /no device can have/],
    ['224.0.0.5', 'no-host', /no device can have/],
    ['192.168.0.1', 'router', /192\.168\.0\.1 is the router at wlan0/],
    ['192.168.0.12', 'neighbour', /192\.168\.0\.12 is a device at wlan0.*\n.*--target 192\.168\.0\.12/],
    ['192.168.0.77', 'network', /192\.168\.0\.77 belongs to the network at wlan0/],
    ['8.8.8.8', 'public', /8\.8\.8\.8 is an address on the internet.*\n.*setup --target 8\.8\.8\.8/],
  ];
  for (const [address, reason, words] of CLAIMS) {
    it(`a DHCP server that calls itself ${address} is no gateway, and is told why`, LIMIT, async () => {
      await bed.device('10.9.8.2/24', `${await bed.linkLocal('gateway')}/64`);
      await bed.serveTls();
      // The Pi has talked with Home Assistant before.
      await bed.connect('pi', { host: '192.168.0.12', port: 1 }).catch(() => undefined);
      await bed.withDevice('dhcp', ['10.9.8.7', '10.9.8.255', '', address], async () => {
        const times = { dhcpMs: 5000, ...NO_ARP };
        const { status, document } = await bed.find([], times);
        assert.deepEqual([status, document.found, document.proposal], [1, false, null]);
        const [device] = document.devices;
        assert.deepEqual([device?.address, device?.verdict, device?.reason], [address, 'impossible', reason]);
        assert.match((await bed.discover(['--lang', 'en'], times)).stdout, words);
      });
    });
  }

  it('a frame with the hardware address of this machine does not have it examine itself', LIMIT, async () => {
    const own = await bed.linkLocal('pi');
    const mac = (await bed.run('pi', 'cat', '/sys/class/net/eth0/address')).trim();
    await bed.run('pi', 'ip', 'address', 'add', `${own}/64`, 'dev', 'eth0', 'nodad');
    await bed.serveTls();
    await bed.device();
    const asked: string[] = [];
    const server = await bed.listen('pi', { host: '::', port: 443 });
    server.on('connection', (socket) => asked.push(socket.remoteAddress ?? ''));
    await bed.run('gateway', 'ip', 'link', 'set', 'eth0', 'address', mac);
    await bed.device('192.168.1.200/24');
    const { document } = await bed.find();
    assert.deepEqual([document.gateway?.address, document.gateway?.mac], ['192.168.1.200', mac]);
    assert.deepEqual(asked, []);
  });

  it('a device with a closed port 443 is listed as no gateway', LIMIT, async () => {
    await atHand();
    const { status, stdout } = await bed.discover(['--lang', 'en'], NO_ARP);
    assert.equal(status, 1);
    assert.match(
      stdout,
      /✗ failed +Contact the gateway: 10\.11\.120\.2 is a device, but not a gateway: port 443 is closed/,
    );
    assert.match(stdout, /\nNo gateway found, only other devices/);
  });

  it('a device that speaks TLS 1.3 only, or no TLS, is no gateway', LIMIT, async () => {
    await atHand();
    const pem = makeCertificate({ curve: 'P-256', name: 'device' });
    await bed.serveTls(pem, { minVersion: 'TLSv1.3' });
    const { status, document } = await bed.find([], NO_ARP);
    assert.deepEqual([status, document.devices[0]?.verdict], [1, 'no-gateway']);
    assert.match(document.devices[0]?.reason ?? '', /PROTOCOL_VERSION/);
  });

  it('all that answer are listed, also two with the same address', LIMIT, async () => {
    await bed.device();
    await bed.run('pi', 'ip', 'address', 'flush', 'dev', 'eth0');
    const macvlan = (name: string): string => `link add link eth0 name ${name} type macvlan mode bridge`;
    for (const [name, address] of Object.entries({ one: '192.168.1.200', two: '192.168.100.100' })) {
      await bed.run('gateway', 'ip', ...macvlan(name).split(' '));
      await bed.run('gateway', 'ip', 'address', 'add', `${address}/24`, 'dev', name);
      await bed.run('gateway', 'ip', 'link', 'set', name, 'up');
    }
    const { status, document } = await bed.find([], { graceMs: 500 });
    assert.equal(status, 0);
    const seen = document.devices.map(({ address, mac }) => `${address} ${mac ?? ''}`);
    assert.equal(new Set(seen).size, seen.length);
    const addresses = new Set(document.devices.map(({ address }) => address));
    assert.deepEqual([...addresses].sort(), ['192.168.1.200', '192.168.100.100']);
    // The kernel answers on every interface for all addresses, so that each address has several MACs here.
    assert.ok(seen.length > addresses.size, seen.join());
  });
});

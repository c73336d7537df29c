// `discover` and the cable: no search without one, and a replug that shows the gateway.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { DiscoveryTimes } from '../../../src/discovery/times.js';
import { missing, notRoot } from '../../support/requires.js';
import { LIMIT } from '../../support/test-bed.js';
import { DiscoverBed, NO_ARP } from './support.js';

describe('the cable', { skip: notRoot() || missing('ip', 'perl', 'openssl') }, () => {
  let bed: DiscoverBed;

  before(async () => {
    bed = new DiscoverBed();
    await bed.up();
    await bed.serveTls();
  });

  beforeEach(async () => {
    await bed.run('gateway', 'ip', 'link', 'set', 'eth0', 'up');
    await bed.run('pi', 'ip', 'link', 'set', 'eth0', 'up');
    await bed.bare();
  });
  after(() => bed.down());

  it('is reported missing at once, and no other step runs', LIMIT, async () => {
    await bed.run('gateway', 'ip', 'link', 'set', 'eth0', 'down');
    const { status, stdout } = await bed.discover(['--lang', 'de']);
    assert.equal(status, 1);
    assert.match(stdout, /^✗ Fehler +Kabel: an eth0 ist kein eingeschaltetes Gerät angeschlossen/);
    assert.doesNotMatch(stdout, /DHCP|Sehr geehrte/);
  });

  it('is not read at an interface that is down', LIMIT, async () => {
    await bed.run('pi', 'ip', 'link', 'set', 'eth0', 'down');
    const { status, stdout } = await bed.discover(['--lang', 'en', '--interface', 'eth0']);
    assert.equal(status, 1);
    assert.match(
      stdout,
      /^✗ failed +Cable: eth0 is switched off.*\n +→ Switch it on: sudo ip link set eth0 up\n/,
    );
  });

  /** Unplugs the cable on the prompt, plugs it in when `discover` has noticed, and calls `then`. */
  async function replugging(
    addresses: readonly string[],
    then: () => Promise<void>,
    times: Partial<DiscoveryTimes> = {},
  ) {
    let isPlugged = true;
    const onLine = (line: string): void => {
      if (line.startsWith('Pull the network cable')) void bed.change('pull');
      else if (line === 'The cable is out.') void replug();
    };
    const replug = async (): Promise<void> => {
      assert.ok(isPlugged);
      isPlugged = false;
      await bed.run('gateway', 'ip', 'link', 'set', 'eth0', 'up');
      await bed.device(...addresses);
      await then();
    };
    return bed.find(['--replug', '--lang', 'en'], { ...NO_ARP, ...times }, { onLine });
  }

  it('replugged shows a gateway at any address, as soon as it sends an ARP request', LIMIT, async () => {
    const { status, document } = await replugging(['172.23.45.67/20'], async () => {
      await bed.connect('gateway', { host: '172.23.45.1', port: 443 }).catch(() => undefined);
    });
    assert.equal(status, 0);
    const { gateway } = document;
    assert.deepEqual([gateway?.address, gateway?.foundBy], ['172.23.45.67', 'replug']);
    assert.equal(document.proposal?.address, '172.23.45.68');
  });

  it('replugged shows a gateway with only a link-local address', LIMIT, async () => {
    await bed.run('pi', 'ip', 'address', 'add', 'fe80::1/64', 'dev', 'eth0', 'nodad');
    const { status, document } = await replugging(['fe80::1234/64'], async () => {
      await bed.run('pi', 'ip', 'address', 'replace', 'fe80::1/64', 'dev', 'eth0', 'nodad');
      await bed.connect('gateway', { host: 'fe80::99%eth0', port: 443 }).catch(() => undefined);
    });
    assert.equal(status, 0);
    const { gateway } = document;
    assert.deepEqual(
      [gateway?.address, gateway?.foundBy, gateway?.verdict],
      ['fe80::1234%eth0', 'replug', 'gateway'],
    );
  });

  it('replugged shows an IPv4 address that follows an IPv6 one', LIMIT, async () => {
    const { document } = await replugging(
      ['172.23.45.67/20', 'fe80::1234/64'],
      async () => {
        await bed.connect('gateway', { host: 'fe80::99%eth0', port: 443 }).catch(() => undefined);
        await bed.connect('gateway', { host: '172.23.45.1', port: 443 }).catch(() => undefined);
      },
      { ipv4Ms: 10_000 },
    );
    assert.deepEqual([document.devices.length, document.gateway?.address], [1, '172.23.45.67']);
  });

  it('replugged leaves the verdict open for a device heard over IPv6 only', LIMIT, async () => {
    // Without an address of its own on the link, this machine cannot reach the device over IPv6.
    const { status, document } = await replugging(
      ['fe80::1234/64'],
      async () => {
        await bed.connect('gateway', { host: 'fe80::99%eth0', port: 443 }).catch(() => undefined);
      },
      { tlsMs: 100 },
    );
    assert.deepEqual([status, document.devices[0]?.verdict], [1, 'address-unknown']);
  });

  it('is listened to with all multicast groups, and only during the step', LIMIT, async () => {
    const groups = (): Promise<string> => bed.run('pi', 'ip', '-d', 'link', 'show', 'eth0');
    const speak = async (): Promise<void> => {
      await bed.device('172.23.45.67/20');
      await bed.connect('gateway', { host: '172.23.45.1', port: 443 }).catch(() => undefined);
    };
    let during = Promise.resolve('');
    const onLine = (line: string): void => {
      if (line.startsWith('Pull the network cable')) during = groups().finally(speak);
    };
    await bed.find(['--replug', '--lang', 'en'], NO_ARP, { onLine });
    assert.match(await during, /allmulti 1/);
    assert.match(await groups(), /allmulti 0/);
  });
});

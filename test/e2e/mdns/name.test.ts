// The mDNS name on the test bed: answers at home, rivals for the name, and no packet on the gateway's side.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Status } from '../../../src/admin/status/schema.js';
import { startAvahi } from '../../support/avahi.js';
import { MdnsPeer, recordsIn, type PeerMessage } from '../../support/mdns-peer.js';
import { launchProgram, type LogLine, type Program } from '../../support/program.js';
import { missing, notRoot } from '../../support/requires.js';
import { LIMIT, TestBed } from '../../support/test-bed.js';

const NAME = 'smgw.local';
const PI = '192.168.0.10';
const PI_6 = 'fe80::10';
const HOME_ASSISTANT = '192.168.0.12';
const HOME_ASSISTANT_6 = 'fe80::12';
const NEW_LEASE = '192.168.0.20';
const MDNS = 'udp port 5353';
/** Over IPv4 a link-local IPv6 address would be without its zone. */
const OVER_IPV4 = [`A ${PI} 120`];
const ONLY_A = `NSEC {"nextDomain":"${NAME}","rrtypes":["A"]} 120`;

const isResponse = ({ type }: PeerMessage): boolean => type === 'response';
const isAnnounced = ({ event }: LogLine): boolean => event === 'mdns-announced';

describe('--mdns smgw.local', { skip: notRoot() || missing('ip', 'avahi-daemon', 'tcpdump', 'curl') }, () => {
  let bed: TestBed;

  beforeEach(async () => {
    bed = new TestBed();
    await bed.up();
  });

  afterEach(() => bed.down());

  /** Nothing listens at the gateway, so that the port stays closed: the name is there all the same. */
  const start = (...args: readonly string[]): Promise<Program> =>
    launchProgram(['--mdns', NAME, ...args], { wrapper: bed.inside('pi'), listen: ['8080'] });

  it(
    'resolves through avahi at home and is defended there, although the gateway has the same name on its side',
    LIMIT,
    async () => {
      // The Pi's avahi has joined the group on both links, so that the kernel delivers the gateway's messages too.
      const [homeAssistant] = await Promise.all([
        startAvahi(bed, 'homeassistant', 'ha'),
        startAvahi(bed, 'gateway', 'smgw'),
        startAvahi(bed, 'pi', 'pi'),
      ]);
      const gateway = await MdnsPeer.start(bed, 'gateway', '10.11.120.2');
      const seen = await bed.sentFrom('eth0', MDNS, async () => {
        const program = await start();
        await program.line(isAnnounced);
        assert.match(await homeAssistant.lookUp(NAME, 'IPV4'), / 192\.168\.0\.10$/);
        assert.match(await homeAssistant.lookUp(NAME, 'IPV6'), / fe80::10$/);
        assert.match(await homeAssistant.lookUp('pi.local', 'IPV4'), / 192\.168\.0\.10$/);
        // On the gateway's link only its own avahi answers for smgw.local; the Pi's avahi answers for pi.local.
        for (const way of ['multicast', 'legacy'] as const) gateway.ask({ name: NAME, type: 'A', way });
        gateway.ask({ name: 'pi.local', type: 'A', way: 'multicast' });
        await gateway.next(
          (heard) =>
            isResponse(heard) && recordsIn(heard.answers).some((each) => each.includes('10.11.120.1 ')),
        );
        // A later host with the same name must rename itself.
        const laptop = await startAvahi(bed, 'laptop', 'smgw');
        await laptop.said(/conflict, retrying with smgw-2/);
        assert.deepEqual(
          program.lines.filter(({ event }) => event === 'mdns-conflict'),
          [],
        );
        await program.stop();
      });
      assert.ok(
        seen.some((line) => line.includes('10.11.120.1.5353')),
        'the capture has the Pi’s own messages',
      );
      assert.deepEqual(
        seen.filter((line) => /smgw|192\.168\.0|fe80::10/.test(line)),
        [],
      );
    },
  );

  it(
    'is announced twice, answered by multicast, by unicast and for conventional resolvers, and given up at the end',
    LIMIT,
    async () => {
      const [peer, evcc] = await Promise.all(
        [HOME_ASSISTANT, HOME_ASSISTANT_6].map((own) => MdnsPeer.start(bed, 'homeassistant', own)),
      );
      assert.ok(peer && evcc);
      const program = await start();
      for (let probes = 0; probes < 3; probes += 1) {
        const { questions, authorities } = await peer.next(({ type }) => type === 'query');
        assert.deepEqual([questions[0]?.name, recordsIn(authorities)], [NAME, OVER_IPV4]);
      }
      for (let announcements = 0; announcements < 2; announcements += 1)
        assert.deepEqual(recordsIn((await peer.next(isResponse)).answers), OVER_IPV4);

      peer.ask({ name: 'SMGW.local', type: 'A', way: 'unicast' });
      const one = await peer.next(isResponse);
      assert.deepEqual(
        [one.way, recordsIn(one.answers), recordsIn(one.additionals)],
        ['unicast', OVER_IPV4, [ONLY_A]],
      );

      peer.ask({ name: 'SMGW.local', type: 'AAAA', way: 'legacy' });
      const conventional = await peer.next(isResponse);
      assert.deepEqual(
        [conventional.way, conventional.id, conventional.questions[0]?.name],
        ['legacy', 7, 'SMGW.local'],
      );
      assert.deepEqual(
        recordsIn(conventional.answers).map((each) => each.split(' ')[0]),
        ['NSEC'],
        'no address that a client over IPv4 could not use',
      );

      // Over IPv6 only, as evcc does.
      evcc.ask({ name: NAME, type: 'AAAA', way: 'legacy' });
      const other = await evcc.next(({ way }) => way === 'legacy');
      assert.deepEqual(recordsIn(other.answers), [`AAAA ${PI_6} 10`]);

      // Within a second of the announcement the reply is delayed, and then has all records.
      peer.ask({ name: NAME, type: 'A', way: 'multicast' });
      const all = await peer.next(isResponse);
      assert.deepEqual([all.way, recordsIn(all.answers)], ['multicast', OVER_IPV4]);

      // A known answer gets no reply, and a query sent to the Pi's own address goes to avahi.
      peer.ask({ name: NAME, type: 'A', way: 'unicast', known: [PI] });
      peer.ask({ name: NAME, type: 'A', way: 'legacy', to: PI });
      peer.ask({ name: NAME, type: 'TXT', way: 'unicast' });
      const none = await peer.next(isResponse);
      assert.deepEqual(recordsIn(none.answers), [ONLY_A]);

      await bed.change('lease', NEW_LEASE);
      const announced = await program.line(isAnnounced, 2);
      assert.deepEqual(announced.addresses, [NEW_LEASE, PI_6]);
      const moved = await peer.next((heard) => isResponse(heard) && heard.from === NEW_LEASE);
      assert.deepEqual(recordsIn(moved.answers), [`A ${NEW_LEASE} 120`]);

      assert.equal(await program.stop(), 0);
      const goodbye = await peer.next(({ answers }) =>
        answers.some((each) => 'ttl' in each && each.ttl === 0),
      );
      assert.deepEqual(recordsIn(goodbye.answers), [`A ${NEW_LEASE} 0`]);
    },
  );

  it('stays with its holder at home, and is claimed after the holder’s goodbye', LIMIT, async () => {
    const laptop = await startAvahi(bed, 'laptop', 'smgw');
    const homeAssistant = await startAvahi(bed, 'homeassistant', 'ha');
    const admin = '192.168.0.10:8081';
    const program = await start('--admin', admin);
    const conflict = await program.line(({ event }) => event === 'mdns-conflict');
    assert.deepEqual([conflict.level, conflict.name, conflict.interface], ['warn', NAME, 'wlan0']);
    assert.match(await homeAssistant.lookUp(NAME, 'IPV4'), / 192\.168\.0\.11$/);
    const status = async (): Promise<Status> =>
      JSON.parse(await bed.run('laptop', 'curl', '-s', `http://${admin}/status`)) as Status;
    const lost = (await status()).mdns;
    assert.deepEqual([lost?.name, lost?.links.map(({ state }) => state)], [NAME, ['taken']]);
    assert.match(lost?.links[0]?.rival ?? '', /^(?:192\.168\.0\.11|fe80::11)$/);
    await laptop.stop();
    const announced = await program.line(isAnnounced);
    assert.deepEqual(announced.addresses, [PI, PI_6]);
    const link = (await status()).mdns?.links[0];
    assert.deepEqual([link?.state, link?.rival, link?.addresses], ['held', null, [PI, PI_6]]);
  });

  it(
    'has no address that is still checked, that another device has, or that is deprecated, and follows the changes',
    LIMIT,
    async () => {
      const change = (...words: readonly string[]) =>
        bed.run('pi', 'ip', '-6', 'address', ...words, 'dev', 'wlan0');
      await bed.run('laptop', 'ip', 'address', 'add', 'fd77::30/64', 'dev', 'eth0', 'nodad');
      await change('add', 'fd77::10/64', 'nodad');
      const program = await start();
      assert.deepEqual((await program.line(isAnnounced)).addresses, [PI, 'fd77::10', PI_6]);
      await change('add', 'fd77::30/64');
      const told = await program.line(({ event }) => event === 'address-duplicate');
      assert.deepEqual([told.level, told.interface, told.address], ['warn', 'wlan0', 'fd77::30']);
      await change('change', 'fd77::10/64', 'preferred_lft', '0');
      assert.deepEqual((await program.line(isAnnounced, 2)).addresses, [PI, PI_6]);
      await bed.run('laptop', 'ip', 'address', 'del', 'fd77::30/64', 'dev', 'eth0');
      await change('del', 'fd77::30/64');
      await change('add', 'fd77::30/64');
      assert.deepEqual((await program.line(isAnnounced, 3)).addresses, [PI, 'fd77::30', PI_6]);
      assert.equal(program.lines.filter(({ event }) => event === 'address-duplicate').length, 1);
      await program.stop();
    },
  );

  it('is not claimed, with an event that says so, while no forward listens at home', LIMIT, async () => {
    const seen = await bed.sentFrom('wlan0', MDNS, async () => {
      const program = await launchProgram(['--mdns', NAME], {
        wrapper: bed.inside('pi'),
        listen: ['127.0.0.1:8080', '10.11.120.1:8080'],
      });
      await program.line(({ event }) => event === 'mdns-waiting');
      await program.stop();
    });
    assert.deepEqual(seen, []);
  });
});

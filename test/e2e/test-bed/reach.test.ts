// The reach of the gateway: through smgw-proxy on the Pi, and no other way.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DEFAULT_LOGIN, METER_ID } from '../../../src/simulator/identity.js';
import { MdnsPeer, recordsIn } from '../../support/mdns-peer.js';
import { startProgram, type Program } from '../../support/program.js';
import { missing, notRoot } from '../../support/requires.js';
import { GREETED } from '../../support/bed.js';
import { AS_NOBODY, LIMIT, NOBODY, PI, TestBed, type Host } from '../../support/test-bed.js';

/** curl's exit status for a timeout. */
const TIMED_OUT = 28;

describe('in the reference topology', { skip: notRoot() || missing('ip', 'curl', 'setpriv') }, () => {
  let bed: TestBed;

  beforeEach(async () => {
    bed = new TestBed();
    await bed.up();
  });

  afterEach(() => bed.down());

  /** Starts a program that ends with the bed. */
  function startOnPi(listen: string, ...args: readonly string[]): Promise<Program> {
    return startProgram(args, { wrapper: bed.inside('pi'), listen: [listen] });
  }

  it('laptop and Home Assistant reach the gateway, which sees only the Pi’s address', LIMIT, async () => {
    const gateway = await bed.greeter();
    const program = await startOnPi('192.168.0.10:8080');
    assert.equal(await bed.visit('laptop', PI), GREETED);
    assert.equal(await bed.visit('homeassistant', PI), GREETED);
    // The first is the look at the target before the port opened.
    assert.deepEqual(gateway.peers, ['10.11.120.1', '10.11.120.1', '10.11.120.1']);
    const records = [await program.connection(1), await program.connection(2)];
    assert.deepEqual(
      records.map(({ client, target }) => [String(client).replace(/:\d+$/, ''), target]),
      [
        ['192.168.0.11', '10.11.120.2:443'],
        ['192.168.0.12', '10.11.120.2:443'],
      ],
    );
  });

  it('curl on the laptop logs in at a simulated gateway and follows its redirect', LIMIT, async () => {
    await bed.simulateGateway();
    await startOnPi('192.168.0.10:8080');
    const login = ['--digest', '--user', `${DEFAULT_LOGIN.user}:${DEFAULT_LOGIN.password}`];
    const url = 'https://192.168.0.10:8080/smgw/m2m';
    const report = ['--output', '/dev/null', '--write-out', '%{http_code} %{url_effective}'];
    const options = ['--silent', '--insecure', '--location', ...login, ...report];
    const answer = await bed.run('laptop', 'curl', ...options, url);
    assert.match(answer, /^200 \S+@192\.168\.0\.10:8080\/smgw\/m2m\/\S+\.sm$/);
  });

  it('a client names a gateway by EMH as Host, which answers by mDNS on its cable', LIMIT, async () => {
    await bed.simulateGateway('emh');
    await startOnPi('192.168.0.10:8080');
    const login = ['--digest', '--user', `${DEFAULT_LOGIN.user}:${DEFAULT_LOGIN.password}`];
    const url = 'https://smgw.local:8080/json/metering/origin/';
    const options = ['--silent', '--insecure', ...login, '--resolve', 'smgw.local:8080:192.168.0.10'];
    assert.equal(await bed.run('laptop', 'curl', ...options, url), `["${METER_ID}"]`);
    const peer = await MdnsPeer.start(bed, 'pi', '10.11.120.1');
    const answered = async (name: string, type: 'A' | 'SRV'): Promise<string[]> => {
      peer.ask({ name, type, way: 'legacy' });
      return recordsIn((await peer.next((heard) => heard.type === 'response')).answers);
    };
    assert.deepEqual(await answered('smgw.local', 'A'), ['A 10.11.120.2 0', 'AAAA fe80::2 0']);
    const [server] = await answered('smgw consumerinterface._http._tcp.local', 'SRV');
    assert.match(server ?? '', /^SRV .*"port":443,"target":"smgw\.local"/);
  });

  it(
    'no client reaches the gateway past smgw-proxy, not even by packets routed to the Pi',
    LIMIT,
    async () => {
      await bed.greeter();
      const program = await startOnPi('192.168.0.10:8080');
      const [arrived, strayed] = [await counter('gateway', 'InSegs'), await counter('pi', 'InAddrErrors')];
      const direct = ['curl', '--silent', '--connect-timeout', '1', 'http://10.11.120.2:443'];
      const failures = (['laptop', 'homeassistant'] as const).map((host) =>
        assert.rejects(bed.run(host, ...direct), { code: TIMED_OUT }),
      );
      await Promise.all(failures);
      assert.equal(await counter('gateway', 'InSegs'), arrived, 'segments at the gateway');
      assert.ok((await counter('pi', 'InAddrErrors')) > strayed, 'the Pi has got packets for the gateway');
      for (const setting of ['ipv4/ip_forward', 'ipv6/conf/all/forwarding'])
        assert.equal(await bed.run('pi', 'cat', `/proc/sys/net/${setting}`), '0\n', setting);
      assert.equal(await bed.visit('laptop', PI), GREETED);
      assert.equal((await program.connection()).outcome, 'target-closed');
    },
  );

  it('a gateway is reached by its link-local address and the HAN interface', LIMIT, async () => {
    const gateway = await bed.greeter({ host: 'fe80::2%eth0', port: 443 });
    await startOnPi('192.168.0.10:8080', '--target', '[fe80::2%eth0]');
    assert.equal(await bed.visit('laptop', PI), GREETED);
    assert.deepEqual(gateway.peers, ['fe80::1', 'fe80::1'], 'the look at the target, and the client');
  });

  it('an ordinary user can run it and listen on an interface', LIMIT, async () => {
    await bed.greeter();
    const wrapper = [...bed.inside('pi'), ...AS_NOBODY];
    const program = await startProgram([], { wrapper, listen: ['wlan0:8080'] });
    assert.match(
      readFileSync(`/proc/${program.pid}/status`, 'utf8'),
      new RegExp(`^Uid:(\\s${NOBODY}){4}$`, 'm'),
    );
    assert.equal(await bed.visit('laptop', PI), GREETED);
  });

  /** A counter of /proc/net/snmp, where each protocol has a line of names and a line of values. */
  async function counter(host: Host, name: string): Promise<number> {
    const lines = (await bed.run(host, 'cat', '/proc/net/snmp')).split('\n').map((line) => line.split(' '));
    const at = lines.findIndex((words) => words.includes(name));
    return Number(lines[at + 1]?.[lines[at]?.indexOf(name) ?? -1]);
  }
});

// `check` from the package on a real Debian, with real systemd and NetworkManager.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DEBIAN_LIMIT, noDebian } from '../../support/debian-root.js';
import { makeDeb, scratchFolder } from '../../support/deb.js';
import { CONFIG_FILE, Installed, READING } from '../../support/installed.js';
import type { Document } from '../check/support.js';

/** Starts another program on the port. */
const OTHER_PROGRAM =
  'systemd-run -q --unit=other /usr/bin/node -e "require(\'node:net\').createServer().listen(443)"';
const isUp = 'until grep -q ":01BB .* 0A " /proc/net/tcp6; do sleep 0.1; done';

describe('check on a real Debian', { skip: noDebian() }, () => {
  const pi = new Installed();

  before(async () => {
    await pi.start(makeDeb(scratchFolder()));
  }, DEBIAN_LIMIT);
  after(() => pi.stop(), DEBIAN_LIMIT);

  /** The causes of all steps that are not ok, and the exit status. */
  async function check(...words: readonly string[]) {
    const output = await pi.root.shell(`smgw-proxy check --json ${words.join(' ')}; echo "rc=$?"`);
    const [, json = '', status] = /^(\{.*\})\nrc=(\d+)\n$/s.exec(output) ?? assert.fail(output);
    const document = JSON.parse(json) as Document;
    const unwell = document.steps.filter(({ result }) => result === 'failed' || result === 'warning');
    return { document, status: Number(status), causes: unwell.map(({ cause }) => cause) };
  }

  const profile = (changes: string): Promise<string> =>
    pi.root.shell(`nmcli connection modify smgw-han ${changes} && nmcli -w 15 connection up smgw-han`);

  it('finds nothing wrong after an installation by hand', DEBIAN_LIMIT, async () => {
    await pi.read('192.168.0.10:443');
    const { document, status, causes } = await check();
    assert.deepEqual([causes, status], [[], 0]);
    const skipped = document.steps.filter(({ result }) => result === 'skipped');
    assert.deepEqual(
      skipped.map(({ cause }) => cause),
      ['pin-none'],
    );
    assert.ok(document.steps.some(({ cause }) => cause === 'service-active'));
    assert.deepEqual(document.urls, ['https://192.168.0.10', 'https://192.168.0.10:8080']);
    const client = document.steps.find(({ step }) => step === 'client');
    assert.match(
      client?.details.join() ?? '',
      /https:\/\/smgw-proxy\.fritz\.box {2}https:\/\/smgw-proxy\.local,/,
    );
  });

  it('names a service that is stopped, and one that will not start again', DEBIAN_LIMIT, async () => {
    await pi.root.shell('systemctl disable smgw-proxy');
    assert.deepEqual((await check()).causes, ['service-not-enabled']);
    await pi.root.shell('systemctl stop smgw-proxy');
    const stopped = await check();
    assert.deepEqual([stopped.causes, stopped.status], [['service-stopped'], 14]);
    await pi.root.shell('mv /etc/smgw-proxy /root/aside; systemctl start smgw-proxy');
    assert.deepEqual((await check()).causes, ['service-without-config']);
    await pi.root.shell('mv /root/aside /etc/smgw-proxy; systemctl enable --now smgw-proxy');
  });

  it('says what the log says of a service that cannot start', DEBIAN_LIMIT, async () => {
    await pi.root.shell(`sed -i.kept 's|^log-file: .*|log-file: /usr/unwritable.log|' ${CONFIG_FILE}`);
    await pi.root.shell('systemctl restart --no-block smgw-proxy');
    await pi.says('systemctl show -P SubState smgw-proxy', /auto-restart/);
    const { document, status, causes } = await check();
    assert.deepEqual([causes, status], [['service-failing'], 14]);
    const failing = document.steps.find(({ cause }) => cause === 'service-failing');
    assert.match(
      failing?.details.join('\n') ?? '',
      /log-file: .*"\/usr\/unwritable\.log" cannot be written \(EROFS\)/,
    );
    await pi.root.shell(`mv ${CONFIG_FILE}.kept ${CONFIG_FILE}; systemctl restart smgw-proxy`);
  });

  it('names the program that has a port, while the other port is served', DEBIAN_LIMIT, async () => {
    const statusLine = 'systemctl show -P StatusText smgw-proxy';
    await pi.root.shell(`systemctl stop smgw-proxy; ${OTHER_PROGRAM}; ${isUp}; systemctl start smgw-proxy`);
    assert.match(await pi.root.shell(statusLine), /^forward gateway: port 443 is in use by another program/);
    assert.match(await pi.read('192.168.0.10:8080'), READING);
    const { document, status, causes } = await check();
    assert.deepEqual([causes, status], [['port-taken'], 14]);
    const taken = document.steps.find(({ cause }) => cause === 'port-taken');
    assert.match(taken?.text ?? '', /port 443 is in use by (?:node|MainThread) \(process \d+\)/);
    await pi.root.shell('systemctl stop other');
    await pi.says(statusLine, /^forward gateway: listening on 443, 192\.168\.0\.10:8080/);
    assert.deepEqual((await check()).causes, []);
  });

  it(
    'asks NetworkManager for name servers of the link, and sees its default route',
    DEBIAN_LIMIT,
    async () => {
      await profile('ipv4.dns 8.8.8.8');
      const named = await check();
      assert.deepEqual([named.causes, named.status], [['dns-on-han'], 11]);
      await profile('ipv4.dns "" ipv4.never-default no ipv4.gateway 10.11.120.2');
      const routed = await check();
      assert.deepEqual([routed.causes, routed.status], [['routes-default-on-han'], 11]);
    },
  );
});

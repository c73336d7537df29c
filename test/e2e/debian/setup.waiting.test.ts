// A setup by hand on a real Debian while the service smgw-proxy-setup is at it: one of the two sets up, and says so.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noDebian } from '../../support/debian-root.js';
import { eachBeginsAnew, READING } from '../../support/installed.js';
import { NotSetUp, SETUP, SETUP_LIMIT } from '../../support/not-set-up.js';
import { missing } from '../../support/requires.js';

const UNIT = 'smgw-proxy-setup';
const START = `systemctl enable --quiet ${UNIT} && systemctl start --no-block ${UNIT}`;
const UNTIL_ACTIVE = `until [ "$(systemctl is-active ${UNIT})" = active ]; do sleep 0.1; done`;
const GIVES_WAY = /^Im Hintergrund wartet schon ein setup auf Kabel und Gateway\. Es wird angehalten/m;
const GOES_ON = /^Im Hintergrund wartet setup weiter/m;

describe('setup by hand on a real Debian', { skip: noDebian() || missing('script') }, () => {
  const pi = new NotSetUp();
  eachBeginsAnew(pi);

  /** All is set up once, and nothing waits any more. */
  async function isSetUpOnce(): Promise<void> {
    assert.match(await pi.read('192.168.0.10:443'), READING);
    const profiles = await pi.root.shell('nmcli -t -f NAME connection show');
    assert.equal(profiles.match(/^smgw-han$/gm)?.length, 1);
    await pi.says(`systemctl is-active ${UNIT} ${UNIT}-page || true`, /^inactive\ninactive$/m);
    await pi.says(`systemctl is-enabled ${UNIT} || true`, /^disabled$/m);
    assert.equal(await pi.root.tryShell('systemctl --failed --no-legend'), '');
  }

  it('takes over from the service that looks for the gateway', SETUP_LIMIT, async () => {
    const said = await pi.root.shell(`{ ${START} && ${UNTIL_ACTIVE} && ${SETUP}; } 2>&1`);
    assert.match(said, GIVES_WAY);
    assert.doesNotMatch(said, GOES_ON);
    await isSetUpOnce();
  });

  it('takes over from the service that is changing the network', SETUP_LIMIT, async () => {
    await pi.instead('nmcli', 'connection up', 'touch /root/changing');
    const path = '/root/instead:/usr/sbin:/usr/bin:/sbin:/bin';
    await pi.root.write(
      `/etc/systemd/system/${UNIT}.service.d/path.conf`,
      `[Service]\nEnvironment=PATH=${path} "OPTIONS=--lang de"\n`,
    );
    const changing = 'until [ -e /root/changing ]; do sleep 0.05; done';
    const said = await pi.root.shell(
      `{ systemctl daemon-reload && ${START} && ${changing} && ${SETUP}; } 2>&1`,
    );
    assert.match(said, GIVES_WAY);
    await isSetUpOnce();
    await pi.root.shell('smgw-proxy setup --undo --yes');
    assert.doesNotMatch(await pi.root.shell('nmcli -t -f NAME connection show'), /^smgw-han$/m);
  });

  it('leaves it to the service when it is declined, or interrupted', SETUP_LIMIT, async () => {
    const byHand = 'smgw-proxy setup --lang de --target 10.11.120.2 2>&1';
    const isAgain = /^Abgebrochen\. Es wurde nichts geändert\.\nIm Hintergrund wartet setup weiter/m;
    await pi.root.shell(`${START} && ${UNTIL_ACTIVE}`);
    for (const [program, when] of [
      ['systemctl', `stop ${UNIT}`],
      ['nmcli', 'RUNNING'],
    ] as const) {
      const path = await pi.instead(program, when, 'kill -INT $PPID; sleep 1');
      assert.match(await pi.root.tryShell(`${path} ${byHand}; rm -r /root/instead`), isAgain, when);
    }
    const declined = await pi.root.tryShell(`echo n | ${byHand}; echo status $?`);
    assert.match(declined, /Nichts geändert\.\nIm Hintergrund wartet setup weiter[^\n]*\nstatus 3$/m);
    await isSetUpOnce();
  });
});

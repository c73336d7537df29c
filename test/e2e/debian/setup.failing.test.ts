// `smgw-proxy setup` on a real Debian with failures: everything is restored.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noDebian } from '../../support/debian-root.js';
import { eachBeginsAnew } from '../../support/installed.js';
import { KEYFILE } from '../../support/raspberry-pi-os.js';
import { CHANGING, NotSetUp, SETUP, SETUP_LIMIT } from '../../support/not-set-up.js';

describe('setup on a real Debian', { skip: noDebian() }, () => {
  const pi = new NotSetUp();
  eachBeginsAnew(pi);

  it('undoes everything when a command fails, and names the command', SETUP_LIMIT, async () => {
    for (const [program, when] of CHANGING) {
      const path = await pi.instead(program, when, 'echo broken >&2; exit 9');
      const said = await pi.root.tryShell(`${path} ${SETUP}; echo status $?; rm -r /root/instead`);
      assert.match(said, new RegExp(`^✗ Fehler .*: ${program} .*${when}.* endete mit 9\n +broken\n`, 'm'));
      assert.match(said, /^Nicht eingerichtet\. Alles ist wieder, wie es vorher war\.\nstatus 1$/m);
      await pi.isUntouched();
    }
    await pi.canBeSetUp();

    // NetworkManager refuses a keyfile that others can read, and nmcli(1) exits with 0.
    await pi.root.shell('nmcli connection modify smgw-han ipv4.dns 192.168.0.1');
    const readable = `[ -e /root/once ] || chmod -v 644 ${KEYFILE} >/root/once`;
    const path = await pi.instead('sh', 'connection load', readable);
    const said = await pi.root.tryShell(`${path} ${SETUP}; echo status $?; rm -r /root/instead`);
    assert.match(said, /^ +Could not load file .*\n(?:.*\n)*Nicht eingerichtet\. .*\nstatus 1$/m);
    assert.equal(await pi.root.shell('nmcli -g ipv4.dns connection show smgw-han'), '192.168.0.1\n');
  });

  it('undoes everything on a full disk, or notices it first', SETUP_LIMIT, async () => {
    for (const [folder, end] of [
      ['/etc/smgw-proxy', 'Nicht eingerichtet. Alles ist wieder, wie es vorher war.'],
      ['/var/lib/smgw-proxy', 'Es wurde nichts geändert.'],
    ] as const) {
      await pi.root.shell(`mkdir ${folder} && mount -t tmpfs -o size=4k tmpfs ${folder}`);
      await pi.root.tryShell(`head -c 4096 /dev/zero >${folder}/full`);
      const said = await pi.root.tryShell(`${SETUP}; echo status $?`);
      assert.match(said, /\(ENOSPC\)\n/);
      assert.ok(said.endsWith(`\n${end}\nstatus 1`), said);
      assert.equal(await pi.root.tryShell(`ls ${folder}`), 'full');
      await pi.root.shell(`umount ${folder} && rmdir ${folder}`);
      await pi.isUntouched();
    }
    await pi.canBeSetUp();
  });

  it('refuses the link of the SSH session, and needs root', SETUP_LIMIT, async () => {
    await pi.root.shell('ip address add 10.11.120.7/24 dev eth0');
    const session = 'SSH_CONNECTION="10.11.120.8 5000 10.11.120.7 22"';
    const named = await pi.root.tryShell(`${session} ${SETUP} --interface eth0; echo status $?`);
    assert.match(named, /^--interface: angegeben ist „eth0“, und über den sind Sie angemeldet, /m);
    assert.match(named, /^status 2$/m);
    const chosen = await pi.root.tryShell(`${session} ${SETUP}; echo status $?`);
    assert.match(chosen, /^Sie sind über eth0 angemeldet; /m);
    assert.match(chosen, /^status 1$/m);
    await pi.root.shell('ip address del 10.11.120.7/24 dev eth0');
    const refusal = await pi.root.tryShell(
      `setpriv --reuid=65534 --clear-groups ${SETUP.replace('LANG', 'env LANG')}`,
    );
    assert.match(refusal, /^Einrichten braucht root: Es ändert das Netzwerk/);
    await pi.isUntouched();
  });
});

// The dead ends of a new owner on a real Debian: each says what happened and what to do, and changes nothing.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { noDebian } from '../../support/debian-root.js';
import { apt, eachBeginsAnew, READING } from '../../support/installed.js';
import { NotSetUp, SETUP } from '../../support/not-set-up.js';
import { filesOf } from '../../support/machine-state.js';
import { missing } from '../../support/requires.js';

/** Where apt and dpkg write with each installation, whatever it is. */
const APT_TRACES = /^\/var\/(?:cache|lib\/(?:apt|dpkg|systemd\/deb-systemd-helper[^ ]*)|log)(?:\/|$)/;
/** The way into the home over the cable, as DHCP sets it up. */
const HOME_AT_ETH0 =
  'ip address add 192.168.0.77/24 dev eth0 && ip route add default via 192.168.0.1 dev eth0 metric 50';
const NOT_AT_ETH0 = 'ip address del 192.168.0.77/24 dev eth0';
/** Each sets up several times. */
const LIMIT = { timeout: 300_000 };
const COLUMNS = 80;
const ROWS = 24;

describe('a dead end on a real Debian', { skip: noDebian() || missing('script') }, () => {
  const pi = new NotSetUp();
  eachBeginsAnew(pi);

  const german = (line: string): Promise<string> =>
    pi.root.tryShell(`export LANG=de_DE.UTF-8; ${line}; echo status $?`);

  /** The lines on a terminal of 80 × 24, without colours and spinners; each question is answered with Enter. */
  async function onTerminal(line: string): Promise<string[]> {
    const command = `stty cols ${COLUMNS} rows ${ROWS}; LANG=de_DE.UTF-8 ${line}`;
    const said = await pi.root.shell(
      // A question takes no line that was typed before it.
      `while sleep 0.5 && echo; do :; done 2>/dev/null | TERM=xterm script -qec '${command}' /dev/null; true`,
    );
    const plain = stripVTControlCharacters(said.replaceAll('\u001B[1G', '\r'));
    return plain.split('\n').map((each) => each.replace(/\r+$/, '').split('\r').at(-1) ?? '');
  }

  function fits(lines: readonly string[]): void {
    for (const line of lines) assert.ok(line.length <= COLUMNS, `${line.length} columns: ${line}`);
  }

  it('before any change says so, and what to do', LIMIT, async () => {
    const { root } = pi;
    const path = await pi.instead('nmcli', 'RUNNING', 'kill -INT $PPID; exec sleep 1');
    const interrupted = await german(`${path} ${SETUP}`);
    assert.match(interrupted, /^Abgebrochen\. Es wurde nichts geändert\.$/m);
    assert.doesNotMatch(interrupted, /zurückgenommen/);
    assert.match(interrupted, /^status 1$/m);

    await root.shell('systemctl stop NetworkManager');
    assert.match(
      await german(SETUP),
      /^✗ Fehler +NetworkManager: läuft nicht; .*\n +→ Einschalten: sudo systemctl enable --now NetworkManager$/m,
    );
    await root.shell('systemctl start NetworkManager && mv /usr/bin/nmcli /root/');
    assert.match(
      await german(SETUP),
      /^✗ Fehler +NetworkManager: ist nicht installiert; .*\n +→ Installieren: sudo apt install network-manager$/m,
    );
    await root.shell('mv /root/nmcli /usr/bin/');
    await pi.says('nmcli -t -f RUNNING,STATE general', /^running:connected/);

    await root.shell('mount --bind /var/lib /var/lib && mount -o remount,bind,ro /var/lib');
    const readOnly = await german(SETUP);
    await root.shell('umount /var/lib');
    assert.match(readOnly, /SD-Karte: die SD-Karte lässt sich nicht beschreiben: Sie ist schreibgeschützt/);
    assert.match(readOnly, /^Es wurde nichts geändert\.\nstatus 1$/m);

    assert.match(await german('smgw-proxy help'), /^Commands:|^Kommandos:/m);
    await root.shell('rm -r /root/instead');
    await pi.isUntouched();
  });

  it('with the cable in the router says so, and how to get out', LIMIT, async () => {
    await pi.root.shell(HOME_AT_ETH0);
    const both = await german(SETUP);
    assert.match(
      both,
      /^An eth0 hängt Ihr Heimnetz \(dieser Rechner hat dort 192\.168\.0\.77, Router 192\.168\.0\.1\)\. Das Kabel gehört in die HAN-Buchse des Gateways\.\n→ Stecken Sie das Kabel um, dann noch einmal: sudo smgw-proxy setup\nstatus 1$/m,
    );
    assert.match(await german('smgw-proxy check'), /Netzwerkanschlüsse: An eth0 hängt Ihr Heimnetz \(/);
    await pi.root.shell(NOT_AT_ETH0);
    await pi.isUntouched();
    await pi.canBeSetUp();
    await pi.root.shell(`nmcli device set eth0 managed no && ${HOME_AT_ETH0}`);
    await pi.bed.change('remove-wlan0');
    const alone = await german('smgw-proxy discover');
    assert.match(alone, /^→ Verbinden Sie diesen Rechner zuerst über WLAN .*: sudo nmtui\n→ Kein WLAN\? /m);
  });

  it('on a terminal of 80 × 24 nothing is wider, and the end shows all actions', LIMIT, async () => {
    fits(await onTerminal('smgw-proxy check'));
    const asked = await onTerminal('smgw-proxy setup');
    fits(asked);
    const screen = asked.join('\n').trimEnd().split('\n').slice(-ROWS).join('\n');
    assert.match(screen, /^Kurz gesagt:\n1\. Netzwerkprofil smgw-han für eth0\n(?:\d\. .*\n)+/m);
    assert.match(screen, /^Jetzt ausführen\?/m);
    await pi.isUntouched();
    await pi.root.shell(SETUP);
    for (const line of ['smgw-proxy check', 'smgw-proxy status']) fits(await onTerminal(line));
  });

  it('after a purge without --undo a second setup can be undone to the last file', LIMIT, async () => {
    const files = async (): Promise<readonly string[]> =>
      (await filesOf(pi.root)).filter((line) => !APT_TRACES.test(line));
    const purge = (): Promise<string> => apt(pi.root, 'purge', 'smgw-proxy');
    await purge();
    const before = await files();
    await apt(pi.root, 'install', '/root/smgw-proxy.deb');
    await pi.root.shell(SETUP);
    await purge();
    assert.match(await pi.root.exec('nmcli', '-t', '-f', 'NAME', 'connection'), /^smgw-han$/m);
    await apt(pi.root, 'install', '/root/smgw-proxy.deb');
    await pi.root.shell(SETUP);
    assert.match(await pi.read('192.168.0.10:443'), READING);
    await pi.root.shell('smgw-proxy setup --undo --yes');
    assert.doesNotMatch(await pi.root.exec('nmcli', '-t', '-f', 'NAME', 'connection'), /^smgw-han$/m);
    await purge();
    assert.deepEqual(await files(), before);
  });

  it('with port 443 taken since, 8080 serves, and the cause is said first', LIMIT, async () => {
    await pi.root.shell(`${SETUP} && systemctl stop smgw-proxy`);
    const other = 'require("node:net").createServer().listen(443)';
    await pi.root.exec('systemd-run', '--unit=other', 'node', '-e', other);
    await pi.says('cat /proc/net/tcp6', /:01BB /);
    await pi.root.shell('systemctl start smgw-proxy');
    assert.match(await pi.read('192.168.0.10:8080'), READING);
    const pid = (await pi.root.exec('systemctl', 'show', '-P', 'MainPID', 'other')).trim();
    assert.match(
      await german('smgw-proxy check'),
      new RegExp(
        `^Ein Fehler: Ein anderes Programm hat .*\\n✗ .*: Port 443 ist von node, Prozess ${pid}, belegt\\n→ `,
        'm',
      ),
    );
    assert.match(
      await german('smgw-proxy status'),
      new RegExp(`443 ist von node \\(Prozess ${pid}\\) belegt`),
    );
  });
});

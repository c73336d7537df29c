// `smgw-proxy setup` on a real Debian with interruptions: everything is restored, at once or at the next start.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noDebian } from '../../support/debian-root.js';
import { eachBeginsAnew, READING } from '../../support/installed.js';
import { CHANGING, NotSetUp, SETUP, SETUP_LIMIT } from '../../support/not-set-up.js';

describe('setup on a real Debian', { skip: noDebian() }, () => {
  const pi = new NotSetUp();
  eachBeginsAnew(pi);

  it('undoes everything on Ctrl-C at any time', SETUP_LIMIT, async () => {
    for (const [program, when] of CHANGING) {
      const path = await pi.instead(program, when, 'kill -INT $PPID');
      const said = await pi.root.tryShell(`${path} ${SETUP}; echo status $?; rm -r /root/instead`);
      assert.match(said, /^Abgebrochen; was geändert wurde, wird zurückgenommen\. Bitte warten\.$/m);
      assert.match(said, /^status 1$/m);
      await pi.isUntouched();
    }
  });

  it('changes nothing when it is interrupted during the search', SETUP_LIMIT, async () => {
    const said = await pi.root.tryShell(
      'timeout --preserve-status -s INT 3 smgw-proxy setup --yes --lang de; echo status $?',
    );
    assert.match(said, /^Abgebrochen\. Es wurde nichts geändert\.\nstatus 1$/m);
    await pi.isUntouched();
  });

  it('undoes its changes at the next start after a kill', SETUP_LIMIT, async () => {
    for (const [program, when] of CHANGING) {
      const path = await pi.instead(program, when, 'kill -KILL $PPID');
      await pi.root.tryShell(`${path} ${SETUP}; rm -r /root/instead`);
      assert.equal(await pi.root.tryShell('smgw-proxy setup --undo --yes >&2; echo $?').then(lastLine), '0');
      await pi.isUntouched();
    }
    await pi.root.tryShell(`${await pi.instead('nmcli', 'connection up', 'kill -KILL $PPID')} ${SETUP}`);
    await pi.root.shell('rm -r /root/instead');
    const said = await pi.root.shell(SETUP);
    assert.match(said, /^! Achtung {6}Früherer Versuch: wurde unterbrochen und wird zuerst zurückgenommen$/m);
    assert.equal((await pi.root.shell('nmcli -t -f NAME connection show')).match(/^smgw-han$/gm)?.length, 1);
    assert.match(await pi.read('192.168.0.10:443'), READING);
  });
});

const lastLine = (text: string): string => text.split('\n').at(-1) ?? '';

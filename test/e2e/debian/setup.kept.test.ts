// `smgw-proxy setup` on a real Debian: the parts that it keeps.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noDebian } from '../../support/debian-root.js';
import { CONFIG_FILE, eachBeginsAnew, READING } from '../../support/installed.js';
import { NotSetUp, SETUP_LIMIT } from '../../support/not-set-up.js';

describe('setup on a real Debian', { skip: noDebian() }, () => {
  const pi = new NotSetUp();
  eachBeginsAnew(pi);

  const setUp = (words: string): Promise<string> =>
    pi.root.shell(`LANG=de_DE.UTF-8 smgw-proxy setup ${words} </dev/null 2>&1`);

  it(
    '--dry-run shows every command and file, and changes nothing; neither does a no',
    SETUP_LIMIT,
    async () => {
      const said = await setUp('--dry-run');
      assert.match(said, /^ {3}sh -c '.* nmcli --offline connection add .* ifname eth0 con-name smgw-han /m);
      assert.match(said, /^ {5}\| target: 10\.11\.120\.2:443$/m);
      assert.match(said, /^ {3}systemctl start smgw-proxy\.service$/m);
      assert.match(said, /^Nur gezeigt, nichts geändert\.$/m);
      await pi.isUntouched();

      const refusal = await pi.root.tryShell('echo n | smgw-proxy setup --lang de; echo status $?');
      assert.match(refusal, /Nichts geändert\.\nstatus 3$/);
      await pi.isUntouched();
    },
  );

  it(
    'changes only target and language of an existing configuration, and restores it',
    SETUP_LIMIT,
    async () => {
      const mine = "# mine\nlisten: [443, '192.168.0.10:8080'] # two\ntarget: 10.11.120.9 # old\n";
      await pi.root.write(CONFIG_FILE, mine);
      await setUp('--yes');
      const [changed = '', ...added] = (await pi.root.exec('cat', CONFIG_FILE)).split('\n\n');
      assert.equal(`${changed}\n`, mine.replace('10.11.120.9', '10.11.120.2:443'));
      assert.match(added.join(), /^# de oder en: .*\nlanguage: de\n$/);
      assert.match(await pi.read('192.168.0.10:443'), READING);
      await setUp('--undo --yes');
      assert.equal(await pi.root.exec('cat', CONFIG_FILE), mine);
    },
  );
});

// install.sh of a release on a fresh Debian: from two files to a reading, again, and after an upgrade.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DEBIAN_LIMIT, noDebian } from '../../support/debian-root.js';
import { makeRelease, scratchFolder } from '../../support/deb.js';
import { apt, CONFIG_FILE, Installed, READING } from '../../support/installed.js';
import { filesOf } from '../../support/machine-state.js';
import { moveCache, outdate, serveFolder, useMirror } from '../../support/package-mirror.js';
import { missing } from '../../support/requires.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const LATER = `${version}+later`;

/** Holds two locks until their waiting is told: that of the lists by install.sh, that of dpkg by apt-get in its log. */
const HOLD = `use Fcntl;
sub hold {
  open my $file, '+>>', $_[0] or die;
  my $lock = pack('s s x4 q q i x4', F_WRLCK, 0, 0, 0, 0);
  fcntl($file, F_SETLK, $lock) or die;
  return $file;
}
sub let_go { select undef, undef, undef, 0.2 until system("grep -qs '$_[1]' $_[2]") == 0; close $_[0] }
my ($lists, $dpkg) = (hold('/var/lib/apt/lists/lock'), hold('/var/lib/dpkg/lock-frontend'));
print "held\n";
let_go($lists, 'abgewartet', '/root/said');
let_go($dpkg, 'Waiting for cache lock', '/tmp/tmp.*/log');
`;

/** For each test: it installs, and some wait for a lock. */
const LIMIT = { timeout: 300_000 };
/** The longest time from the command to a reading, in ms. */
const LONGEST_MS = 180_000;

describe('install.sh on a real Debian', { skip: noDebian() || missing('python3', 'apt-ftparchive') }, () => {
  let house: Installed;

  beforeEach(async () => {
    house = new Installed();
    await house.build('fresh');
  }, DEBIAN_LIMIT);

  afterEach(() => house.stop(), DEBIAN_LIMIT);

  /** Its files in a folder of the root. */
  async function download(folder: string, ...options: readonly string[]): Promise<void> {
    const release = makeRelease(scratchFolder(), ...options);
    const files = readdirSync(release).filter((file) => statSync(path.join(release, file)).isFile());
    for (const file of files) await house.root.copy(path.join(release, file), `${folder}/${file}`);
  }

  const installedVersion = (): Promise<string> =>
    house.root.tryShell(`dpkg-query -W -f '\${Version}' smgw-proxy`);

  const install = (folder: string, words: string): Promise<string> =>
    house.root.tryShell(`LANG=de_DE.UTF-8 bash '${folder}/install.sh' ${words}; echo "status $?"`);

  it('reads the gateway, twice, and after an upgrade', LIMIT, async (t) => {
    const mirror = scratchFolder();
    await moveCache(house, mirror);
    await useMirror(house, await serveFolder(house, mirror));
    await download('/root/Neue Downloads');
    const from = performance.now();
    const said = await install('/root/Neue Downloads', '--yes');
    const installed = performance.now();
    assert.match(said, /^smgw-proxy \S+ ist installiert\.$/m);
    assert.match(said, /^Die Statusseite: {2}http:\/\/smgw-proxy\.local:8081\/\nstatus 0$/m);
    assert.match(await house.read('192.168.0.10:443'), READING);
    const read = performance.now();
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
    t.diagnostic(`install.sh --yes ${seconds(installed - from)}, reading after ${seconds(read - from)}`);
    assert.ok(read - from < LONGEST_MS, `took ${seconds(read - from)}`);

    const before = await filesOf(house.root);
    const again = await install('/root/Neue Downloads', '--yes');
    t.diagnostic(`again ${seconds(performance.now() - read)}`);
    assert.match(again, /^smgw-proxy \S+ ist schon installiert\.$/m);
    assert.match(again, /^status 0$/m);
    assert.deepEqual(await filesOf(house.root), before);
    assert.match(await house.read('192.168.0.10:443'), READING);

    await download('/root/later', '--version', LATER);
    const config = await house.root.exec('cat', CONFIG_FILE);
    assert.match(await install('/root/later', '--yes'), /^status 0$/m);
    assert.equal(await installedVersion(), LATER);
    assert.equal(await house.root.exec('cat', CONFIG_FILE), config);
    assert.match(await house.read('192.168.0.10:443'), READING);
    assert.match(await install('/root/Neue Downloads', '--yes'), /\+later ist schon installiert\.$/m);
  });

  it('changes nothing without a network, and asks on the terminal of a pipe', LIMIT, async () => {
    const mirror = scratchFolder();
    await moveCache(house, mirror);
    await useMirror(house, 'http://192.168.0.11');
    await download('/root/x');
    const before = await filesOf(house.root);
    const failed = await install('/root/x', '--yes');
    assert.match(
      failed,
      /^Es wurde nichts installiert, .*\n→ Danach noch einmal: sudo bash \/root\/x\/install\.sh --yes\nstatus 1$/m,
    );
    assert.deepEqual(await filesOf(house.root), before);

    await serveFolder(house, mirror);
    // A question takes no line that was typed before it.
    const answers = '{ echo e; while sleep 0.5 && echo; do :; done; } 2>/dev/null';
    const pipe = `cd /root/x && ${answers} | script -qec 'cat install.sh | sh' /dev/null; echo "status $?"`;
    const asked = await house.root.tryShell(pipe);
    assert.match(asked, /Deutsch oder English\? d\/e \[e\]: /);
    assert.match(asked, /^smgw-proxy \S+ is installed\.\r$/m);
    assert.match(asked, /Show the status page in the home network, at http:\/\/192\.168\.0\.10:8081\/\?/);
    assert.match(asked, /^→ Then: sudo smgw-proxy setup --lang en\r\nstatus 3$/m);
  });

  it('renews package lists that are out of date', LIMIT, async () => {
    const mirror = scratchFolder();
    await moveCache(house, mirror);
    await useMirror(house, await serveFolder(house, mirror));
    await apt(house.root, 'update');
    await outdate(mirror);
    await download('/root/x');
    const alone = await house.root.tryShell('apt-get install -y --no-install-recommends /root/x/*.deb');
    assert.match(alone, /404/);
    assert.match(await install('/root/x', '--yes'), /^status 0$/m);
    assert.match(await house.read('192.168.0.10:443'), READING);
  });

  it('waits for another program that installs', LIMIT, async () => {
    const mirror = scratchFolder();
    await moveCache(house, mirror);
    await useMirror(house, await serveFolder(house, mirror));
    await download('/root/x');
    await house.root.write('/root/hold.pl', HOLD);
    await house.root.shell(
      'perl /root/hold.pl >/root/held 2>&1 & until [ -s /root/held ]; do sleep 0.1; done',
    );
    assert.match(await install('/root/x', '--yes >/root/said 2>&1'), /^status 0$/m);
    assert.match(await house.root.exec('cat', '/root/held'), /^held$/m);
    assert.match(await house.read('192.168.0.10:443'), READING);
  });
});

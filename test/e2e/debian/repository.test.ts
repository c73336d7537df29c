// The commands of docs/release.md: a signed apt repository, and a Debian that upgrades from it by itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, beforeEach, describe, it } from 'node:test';
import { DebianRoot, DEBIAN_LIMIT, noDebian } from '../../support/debian-root.js';
import { makeRelease, scratchFolder } from '../../support/deb.js';
import { CONFIG_FILE, Installed, READING } from '../../support/installed.js';
import { moveCache, serveFolder, useMirror } from '../../support/package-mirror.js';
import { blocks, readPage, section } from '../../support/pages.js';
import { missing } from '../../support/requires.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const LATER = `${version}+later`;
const page = readPage('docs/release.md');

/** The shell blocks below a heading. */
function commands(heading: string, ...replaced: readonly (readonly [string, string])[]): string[] {
  const texts = blocks(section(page, heading)).code.map(({ text }) => text);
  return texts.map((text) => replaced.reduce((line, [from, to]) => line.replaceAll(from, to), text));
}

const needed = missing('python3', 'apt-ftparchive', 'gpg');

describe('the apt repository of docs/release.md', { skip: noDebian() || needed }, () => {
  const GNUPGHOME = scratchFolder();
  const web = scratchFolder();
  const repository = path.join(web, 'smgw-proxy');
  let house: Installed;

  beforeEach(async () => {
    house = new Installed();
    await house.build('fresh');
  }, DEBIAN_LIMIT);

  afterEach(() => house.stop(), DEBIAN_LIMIT);

  after(() => spawnSync('gpgconf', ['--kill', 'all'], { env: { ...process.env, GNUPGHOME } }));

  /** Both blocks for its maker, on this machine: the key, and a release. */
  function making(release: string): string[] {
    return commands(
      '### Make it',
      ['dist/release', release],
      ['/srv/smgw-proxy', repository],
      ['/tmp/smgw-proxy-release', path.join(GNUPGHOME, 'release')],
      ['sudo apt install apt-utils gnupg\n', ''],
      ['--quick-generate-key', "--batch --passphrase '' --quick-generate-key"],
    );
  }

  function run(block = ''): void {
    const env = { ...process.env, GNUPGHOME };
    const { status, stderr } = spawnSync('bash', ['-euc', block], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    assert.equal(status, 0, stderr);
  }

  async function type(root: DebianRoot, heading: string, url: string): Promise<void> {
    for (const block of commands(heading, ['https://packages.example', url]))
      await root.exec('bash', '-euc', block);
  }

  it('installs, sets up, and upgrades without a person', { timeout: 400_000 }, async () => {
    const { root } = house;
    await moveCache(house, path.join(web, 'debian'));
    const url = await serveFolder(house, web);
    await useMirror(house, `${url}/debian`);
    await root.write('/etc/apt/apt.conf.d/90test', 'APT::Get::Assume-Yes "true";\n');
    await root.shell('apt-get update && apt-get install --no-install-recommends curl');
    const [key, publish] = making(makeRelease(scratchFolder()));
    run(key);
    run(publish);
    await type(root, '### Use it', url);
    assert.match(await house.read('192.168.0.10:443'), READING);

    const later = making(makeRelease(scratchFolder(), '--version', LATER))[1];
    run(later);
    const config = await root.exec('cat', CONFIG_FILE);
    const process = await house.property('MainPID');
    await type(root, '### Upgrade without a person', url);
    assert.equal(await root.exec('dpkg-query', '-W', '-f', '${Version}', 'smgw-proxy'), LATER);
    assert.equal(await root.exec('cat', CONFIG_FILE), config);
    assert.notEqual(await house.property('MainPID'), process);
    assert.match(await house.read('192.168.0.10:443'), READING);

    run(`sed -i 's/^Origin: .*/Origin: another/' ${path.join(repository, 'InRelease')}`);
    const refused = await root.tryShell('apt-get -o APT::Update::Error-Mode=any update');
    assert.match(refused, /^E: .*smgw-proxy/m);
  });
});

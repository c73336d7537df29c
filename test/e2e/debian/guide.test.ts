// The pasted lines of the guide over a real SSH connection, on a terminal of 80 × 24, as a new owner types them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { DEBIAN_LIMIT, noDebian } from '../../support/debian-root.js';
import { makeRelease, scratchFolder } from '../../support/deb.js';
import { apt, Installed, READING } from '../../support/installed.js';
import { moveCache, serveFolder, useMirror } from '../../support/package-mirror.js';
import { missing } from '../../support/requires.js';

const HOST = '192.168.0.10';
const COLUMNS = 80;
/** The owner of a Raspberry Pi may do everything without a password, as its Imager sets it up. */
const OWNER =
  'useradd --create-home --shell /bin/bash anna && echo "anna ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/anna';
/** Of a real guide: the fenced lines behind this heading. */
const WAY_B = /### Weg B:[^]*?```sh\n([^]*?)```[^]*?```sh\n([^]*?)```/;

const NEEDS = missing('python3', 'apt-ftparchive', 'script', 'ssh', 'scp', 'ssh-keygen');

describe('the lines of the guide', { skip: noDebian() || NEEDS }, () => {
  const release = noDebian() === false ? makeRelease(scratchFolder()) : '';
  const [, pasted = '', byHand = ''] = WAY_B.exec(readFileSync('README.de.md', 'utf8')) ?? [];
  let house: Installed;
  /** The computer of the owner: a folder "Downloads", and words before the name of the host. */
  let computer: string;
  let options: string;

  beforeEach(async () => {
    house = new Installed();
    await house.build('fresh');
    const mirror = scratchFolder();
    await moveCache(house, mirror);
    await useMirror(house, await serveFolder(house, mirror));
    await apt(house.root, 'update');
    await apt(house.root, 'install', 'openssh-server');
    // As on a new image.
    await house.root.shell('rm -rf /var/lib/apt/lists/*');
    await house.root.shell(OWNER);

    computer = scratchFolder();
    const key = path.join(computer, 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    await house.root.copy(`${key}.pub`, '/home/anna/.ssh/authorized_keys');
    await house.root.shell('chown -R anna: /home/anna/.ssh && chmod 700 /home/anna/.ssh');
    options = `-o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=${computer}/hosts -o LogLevel=ERROR -i ${key}`;
    const downloads = path.join(computer, 'Downloads');
    execFileSync('mkdir', [downloads]);
    const files = readdirSync(release).filter((file) => statSync(path.join(release, file)).isFile());
    for (const file of files) execFileSync('cp', [path.join(release, file), downloads]);
  }, DEBIAN_LIMIT);

  afterEach(() => house.stop(), DEBIAN_LIMIT);

  /** A line of the guide on a terminal of the laptop; each prompt gets its answer. Resolves with the lines shown. */
  async function type(line: string, ...answers: readonly (readonly [prompt: RegExp, answer: string])[]) {
    const real = line.replaceAll('smgw-proxy.local', HOST).replace(/^(ssh|scp) /, `$1 ${options} `);
    const command = `cd ${computer} && stty cols ${COLUMNS} rows 24 && ${real}; echo "status $?"`;
    const terminal = house.bed.start('laptop', ['script', '-qec', command, '/dev/null']);
    const left = [...answers];
    let [shown, at] = ['', 0];
    terminal.stdout.on('data', (data: Buffer) => {
      shown += data.toString();
      const [prompt, answer] = left[0] ?? [];
      if (prompt?.test(stripVTControlCharacters(shown.slice(at))) !== true) return;
      at = shown.length;
      left.shift();
      terminal.stdin.write(`${answer ?? ''}\n`);
    });
    await once(terminal, 'close');
    const lines = stripVTControlCharacters(shown.replaceAll('\u001B[1G', '\r')).split('\n');
    const plain = lines.map((each) => each.replace(/\r+$/, '').split('\r').at(-1) ?? '');
    return plain.join('\n');
  }

  const QUESTIONS = [
    [/Soll die Statusseite [^]*: $/, ''],
    [/Wer darf sich [^]*: $/, ''],
    [/Jetzt ausführen\?[^]*: $/, 'j'],
  ] as const;

  it('lead to a reading, and to the address of the page', { timeout: 300_000 }, async () => {
    const [copy = '', install = ''] = pasted.split('\n');
    assert.match(await type(copy), /status 0\n$/);
    const said = await type(install, [/Deutsch oder English\? [^]*: $/, 'd'], ...QUESTIONS);
    for (const each of said.split('\n')) assert.ok(each.length <= COLUMNS, `${each.length} columns: ${each}`);
    assert.match(said, /^Die Statusseite: {2}http:\/\/smgw-proxy\.local:8081\/\nstatus 0\n$/m);
    assert.match(await house.read(`${HOST}:443`), READING);
  });

  it('by hand need "apt update" where the package lists are empty', { timeout: 300_000 }, async () => {
    const [copy = ''] = pasted.split('\n');
    const [update = '', install = '', setup = ''] = byHand.split('\n');
    assert.match(await type(copy), /status 0\n$/);
    const onPi = (line: string): string => `ssh -t anna@${HOST} '${line}'`;
    assert.match(await type(onPi(install)), /nodejs .* not installable[^]*status 100\n$/);
    assert.equal(update, 'sudo apt update');
    assert.match(await type(onPi(update)), /status 0\n$/);
    assert.match(await type(onPi(install), [/Continue\? \[Y\/n\] $/, '']), /status 0\n$/);
    assert.match(await type(onPi(setup), ...QUESTIONS), /status 0\n$/);
    assert.match(await house.read(`${HOST}:443`), READING);
  });
});

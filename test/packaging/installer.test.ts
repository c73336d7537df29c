// install.sh before it changes anything: options, help, and everything that it refuses, in both languages. Programs
// that would change this machine are replaced.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { makeRelease, scratchFolder } from '../support/deb.js';
import { missing } from '../support/requires.js';

const HARMLESS = ['cat', 'chmod', 'cp', 'cut', 'dirname', 'grep', 'head', 'mktemp', 'rm', 'sed', 'sha256sum'];
const MORE = ['sort', 'sleep', 'dpkg-deb', 'tar', 'uname'];
/** An old system in which nothing is installed. */
const SYSTEM = {
  id: 'echo 0',
  'apt-get': 'echo "$@" >>"$HERE/changes"; exit "${APT_STATUS:-0}"',
  'apt-cache': 'echo "  Candidate: ${NODE-18.20.4+dfsg-1~deb12u2}"',
  dpkg: '/usr/bin/dpkg "$@"',
  'dpkg-query': 'exit 1',
  systemctl: 'exit 1',
  'smgw-proxy': 'echo "setup $@" >>"$HERE/changes"',
};

describe('install.sh', { skip: missing('dpkg-deb') }, () => {
  const release = missing('dpkg-deb') === false ? makeRelease(scratchFolder()) : '';
  let folder: string;
  let programs: string;

  beforeEach(() => {
    folder = path.join(scratchFolder(), 'Meine Dateien');
    cpSync(release, folder, { recursive: true });
    const script = path.join(folder, 'install.sh');
    const text = readFileSync(script, 'utf8').replace('/etc/smgw-proxy', `'${folder}'`);
    writeFileSync(script, text);
    writeFileSync(path.join(folder, 'config.yaml'), 'admin: 127.0.0.1:8081\n');
    programs = path.join(scratchFolder(), 'bin');
    mkdirSync(programs);
    for (const name of [...HARMLESS, ...MORE]) provide(name, `exec /usr/bin/${name} "$@"`);
    for (const [name, script] of Object.entries(SYSTEM)) provide(name, script);
  });

  afterEach(() => {
    rmSync(programs, { recursive: true });
  });

  function provide(name: string, script: string): void {
    writeFileSync(path.join(programs, name), `#!/bin/sh\nHERE=${programs}\n${script}\n`, { mode: 0o755 });
  }

  /** Without a terminal of its own. */
  function run(words: readonly string[], variables: Readonly<Record<string, string>> = {}) {
    const env = { PATH: programs, LANG: 'C.UTF-8', ...variables };
    const command = ['--wait', '/bin/sh', path.join(folder, 'install.sh'), ...words];
    return spawnSync('/usr/bin/setsid', command, { env, encoding: 'utf8' });
  }

  const deb = (): string =>
    path.join(folder, readdirSync(folder).find((file) => file.endsWith('.deb')) ?? '');

  function refused(
    status: number,
    wanted: RegExp,
    words: readonly string[],
    variables?: Readonly<Record<string, string>>,
  ): void {
    const ran = run(words, variables);
    assert.equal(ran.status, status, ran.stderr);
    assert.match(ran.stderr, wanted);
    assert.equal(ran.stderr.trim().split('\n').length, 1, ran.stderr);
  }

  const changed = (): boolean => existsSync(path.join(programs, 'changes'));

  for (const [name, words] of [
    ['an unknown option', ['--jes']],
    ['another language', ['--lang', 'fr']],
    ['a language without its name', ['--lang']],
    ['a word', ['yes']],
  ] as const)
    it(`refuses ${name}`, () => {
      refused(2, new RegExp(`erwartet wurde --lang de, .* angegeben ist ${words.join(' ')}$`, 'm'), words, {
        LANG: 'de_DE.UTF-8',
      });
      refused(2, new RegExp(`expected --lang de, .* got ${words.join(' ')}$`, 'm'), words);
    });

  it('shows its help in both languages', () => {
    assert.match(run(['--help']).stdout, /^Usage: sudo bash install\.sh .*--yes/);
    const { stdout, status } = run(['--lang', 'de', '--help']);
    assert.match(stdout, /^Aufruf: sudo bash install\.sh .*--yes/);
    assert.equal(status, 0);
  });

  it('wants root, and says the whole command', () => {
    provide('id', 'echo 1000');
    refused(1, /sudo bash '\/.*\/Meine Dateien\/install\.sh' --lang de --yes$/m, ['--lang', 'de', '--yes']);
    refused(1, /^Installing needs administrator rights: sudo bash /, ['--yes'], { LC_ALL: 'en_GB.UTF-8' });
  });

  it('does not ask without a terminal', () => {
    refused(2, /^There is no terminal to ask on\. .*install\.sh' --yes$/m, []);
    refused(2, /^Hier ist kein Terminal, .*install\.sh' --lang de --yes$/m, ['--lang=de']);
  });

  it('wants the package beside it', () => {
    rmSync(deb());
    refused(1, /^smgw-proxy_\S+_all\.deb is missing in \/.*Meine Dateien\. Download /, ['--yes']);
    refused(1, /^smgw-proxy_\S+_all\.deb fehlt in \/.*Meine Dateien\. Laden /, ['--yes', '--lang', 'de']);
  });

  it('takes no package that is cut off or changed', () => {
    chmodSync(deb(), 0o644);
    appendFileSync(deb(), ' ');
    refused(1, /incomplete or changed: its SHA-256 is [0-9a-f]{64} instead of [0-9a-f]{64}\./, ['--yes']);
    refused(1, /unvollständig oder verändert: /, ['--yes', '--lang=de']);
    assert.ok(!changed());
  });

  it('wants a Debian', () => {
    rmSync(path.join(programs, 'apt-get'));
    refused(1, /^This is no Debian with systemd: apt-get is missing\. .*Debian 13/, ['--yes']);
    refused(1, /^Dies ist kein Debian mit systemd: apt-get fehlt\. .*Debian 13/, ['--yes', '--lang=de']);
  });

  for (const [NODE, told] of [
    ['18.20.4+dfsg-1~deb12u2', '18\\.20\\.4\\S+'],
    ['20.18.3-1', '20\\.18\\.3-1'],
    ['(none)', 'none'],
  ] as const)
    it(`wants a system with a Node.js that is new enough, not ${NODE}`, () => {
      const wanted = new RegExp(
        `^smgw-proxy needs Node\\.js 20\\.19 or newer, .* has ${told}\\. Use Debian 13`,
      );
      refused(1, wanted, ['--yes'], { NODE });
      const german = run(['--yes', '--lang', 'de'], { NODE }).stderr;
      assert.match(
        german,
        /^smgw-proxy braucht Node\.js 20\.19 oder neuer, .* hat \S+\. Nehmen Sie Debian 13/,
      );
    });

  for (const NODE of ['20.19.2+dfsg-1', '22.11.0-1nodesource1', '100.0.0-1'])
    it(`installs on any system with Node.js ${NODE}`, () => {
      const { status, stderr } = run(['--yes'], { NODE });
      assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
      assert.ok(changed());
    });

  for (const [admin, url] of [
    ['127.0.0.1:8081', ', on this machine only:  http://127.0.0.1:8081/'],
    ["'[::1]:8081'", ', on this machine only:  http://[::1]:8081/'],
    ['wlan0:8081 # at home', `:  http://${hostname()}.local:8081/`],
    ['8081', `:  http://${hostname()}.local:8081/`],
    ['"[::]:8082"', `:  http://${hostname()}.local:8082/`],
    ['192.168.0.10:8081', ':  http://192.168.0.10:8081/'],
  ] as const)
    it(`prints the address of the page for "admin: ${admin}"`, () => {
      writeFileSync(path.join(folder, 'config.yaml'), `listen: 443\nadmin: ${admin}\n`);
      const { stdout } = run(['--yes'], { NODE: '20.19.2' });
      assert.ok(stdout.endsWith(`\nThe status page${url}\n`), stdout);
    });

  it('says so when apt-get cannot install, and sets nothing up', () => {
    provide('apt-get', 'case $* in *install*) echo "E: no space left"; exit 100 ;; esac');
    const { status, stderr } = run(['--yes'], { NODE: '20.19.2' });
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^ {2}E: no space left\napt-get could not install smgw-proxy \(see above\)\.\n→ Then again: /,
    );
    assert.ok(!changed());
  });

  it('ends as setup ends, and says how to go on', () => {
    provide('smgw-proxy', 'exit 3');
    const { status, stderr } = run(['--yes', '--lang', 'de'], { NODE: '20.19.2' });
    assert.equal(status, 3);
    assert.match(
      stderr,
      /noch nicht eingerichtet \(siehe oben\)\.\n→ Danach: sudo smgw-proxy setup --lang de$/m,
    );
    provide('smgw-proxy', 'exit 4');
    assert.match(run(['--yes'], { NODE: '20.19.2' }).stdout, /^The status page/m);
  });

  it('says so when it is interrupted, and how to go on', () => {
    provide('apt-get', 'kill -INT "$PPID"');
    const { status, stderr } = run(['--yes', '--lang', 'de'], { NODE: '20.19.2' });
    assert.equal(status, 130);
    assert.match(stderr, /^Abgebrochen\. Fortsetzen: sudo bash '.*install\.sh' --yes --lang de\n$/);
    assert.ok(!changed());
  });
});

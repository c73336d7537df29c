// `smgw-proxy setup --interface eth2` on a real Debian: two gateways with one address, each behind its own port.
import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeCertificate } from '../../support/certificate.js';
import { scratchFolder } from '../../support/deb.js';
import { noDebian } from '../../support/debian-root.js';
import { CONFIG_FILE, eachBeginsAnew, READING } from '../../support/installed.js';
import { NotSetUp, SETUP } from '../../support/not-set-up.js';
import { fingerprintOf } from '../../support/tls-target.js';

const execute = promisify(execFile);
const GATEWAY = fileURLToPath(new URL('../../support/tls-gateway-process.js', import.meta.url));
/** With a restart of the machine. */
const LONG = { timeout: 240_000 };

/** A house with a second gateway on eth2 of the Pi. */
class TwoFlats extends NotSetUp {
  private readonly folder = scratchFolder();
  private readonly host = `${this.bed.prefix}-gateway2`;
  private server: ChildProcess | undefined;
  private readonly made = makeCertificate({ curve: 'P-256', name: 'gateway 2' });
  readonly fingerprint = fingerprintOf(this.made.cert);

  override async start(deb: string): Promise<void> {
    await super.start(deb);
    const pi = `${this.bed.prefix}-pi`;
    await execute('ip', ['netns', 'add', this.host]);
    const pair = 'link add eth2 type veth peer name eth0 netns';
    await execute('ip', ['-n', pi, ...pair.split(' '), this.host]);
    for (const words of ['link set lo up', 'link set eth0 up', 'address add 10.11.120.2/24 dev eth0'])
      await execute('ip', ['-n', this.host, ...words.split(' ')]);
    await execute('ip', ['-n', pi, 'link', 'set', 'eth2', 'up']);
    const [cert, key] = ['cert', 'key'].map((name) => path.join(this.folder, `${name}.pem`)) as [
      string,
      string,
    ];
    writeFileSync(cert, this.made.cert);
    writeFileSync(key, this.made.key, { mode: 0o600 });
    const words = ['netns', 'exec', this.host, process.execPath, GATEWAY, cert, key, '0.0.0.0'];
    this.server = spawn('ip', words, { stdio: ['ignore', 'pipe', 'inherit'] });
    if (this.server.stdout !== null) await once(this.server.stdout, 'data');
  }

  override async stop(): Promise<void> {
    this.server?.kill('SIGKILL');
    await super.stop();
    await execute('ip', ['netns', 'del', this.host]);
  }

  /** The certificate behind a port of the Pi; keeps trying for a while. */
  async shown(port: number): Promise<string> {
    const line =
      `for i in $(seq 60); do openssl s_client -connect 192.168.0.10:${port} </dev/null 2>/dev/null | ` +
      'openssl x509 -noout -fingerprint -sha256 2>/dev/null && break; sleep 1; done';
    const said = await this.bed.run('homeassistant', 'sh', '-c', line);
    return said.replace(/^.*=/, '').trim();
  }

  async eachShowsItsOwn(): Promise<void> {
    assert.equal(await this.shown(8443), this.fingerprint);
    assert.notEqual(await this.shown(443), this.fingerprint);
    assert.match(await this.read('192.168.0.10:443'), READING);
  }
}

describe('setup of a second gateway with the same address', { skip: noDebian() }, () => {
  const pi = new TwoFlats();
  eachBeginsAnew(pi);

  it('gives each its own way, over a restart, and takes back one alone', LONG, async () => {
    await pi.root.shell(`${SETUP} --interface eth0`);
    const second = `${SETUP} --interface eth2`;
    const said = await pi.root.shell(second);
    assert.match(said, /con-name smgw-han-eth2/);
    assert.match(said, /^\d\. Netzwerkprofil smgw-han für eth0$/m);
    assert.match(said, /^\d\. Netzwerkprofil smgw-han-eth2 für eth2$/m);
    const main = await pi.root.exec('ip', 'route', 'show', 'table', 'main');
    assert.doesNotMatch(main, /10\.11\.120/);
    const config = await pi.root.exec('cat', CONFIG_FILE);
    assert.match(config, / {4}target: 10\.11\.120\.2:443\n {4}source: eth0\n/);
    await pi.eachShowsItsOwn();
    assert.match(await pi.root.shell(second), /es gibt nichts zu tun/);
    const found = await pi.root.tryShell('LANG=C smgw-proxy discover --interface eth2 --json');
    assert.ok(found.includes(pi.fingerprint), found);

    await pi.root.restart();
    await pi.eachShowsItsOwn();

    const undone = await pi.root.shell('smgw-proxy setup --undo --interface eth2 --yes');
    assert.match(undone, /^Das Gateway an eth2 ist zurückgenommen\. Die anderen bleiben\.$/m);
    assert.match(await pi.read('192.168.0.10:443'), READING);
    const profiles = await pi.root.exec('nmcli', '-t', '-f', 'NAME', 'connection', 'show');
    assert.doesNotMatch(profiles, /smgw-han-eth2/);
    assert.doesNotMatch(await pi.root.exec('cat', CONFIG_FILE), /eth2/);
    const all = await pi.root.shell('smgw-proxy setup --undo --yes');
    assert.match(all, /^Alles ist zurückgenommen\.$/m);
    assert.doesNotMatch(
      await pi.root.shell('nmcli -t -f NAME connection show; ip rule'),
      /smgw-han|10\.11\.120/,
    );
    assert.equal(await pi.root.tryShell(`test -e ${CONFIG_FILE} && echo there`), '');
  });
});

// `smgw-proxy setup --yes` on a real Debian in front of a gateway of each maker: the options it writes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSecureContext, TLSSocket } from 'node:tls';
import { startAvahi } from '../../support/avahi.js';
import { makeCertificate } from '../../support/certificate.js';
import { noDebian, type RootKind } from '../../support/debian-root.js';
import { CONFIG_FILE, eachBeginsAnew } from '../../support/installed.js';
import { NotSetUp, SETUP, SETUP_LIMIT } from '../../support/not-set-up.js';
import { GATEWAY } from '../../support/test-bed.js';

/** A house whose gateway speaks TLS, with a name that a test gives, and nothing more. */
class OtherMaker extends NotSetUp {
  override async build(kind?: RootKind): Promise<void> {
    await this.bed.up();
    await this.root.start(kind);
  }

  async shows(name: string): Promise<void> {
    const pem = makeCertificate({ curve: 'P-256', name });
    const secureContext = createSecureContext({ ...pem, maxVersion: 'TLSv1.2' });
    const server = await this.bed.listen('gateway', GATEWAY);
    server.on('connection', (socket) => {
      new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => undefined);
    });
  }
}

describe('setup on a real Debian, by maker', { skip: noDebian() }, () => {
  const pi = new OtherMaker();
  eachBeginsAnew(pi);

  /** The output of setup, and the options it has written. */
  async function setUp(name: string) {
    await pi.shows(name);
    const said = await pi.root.shell(SETUP);
    const config = await pi.root.exec('cat', CONFIG_FILE);
    const options = config.split('\n').filter((line) => /^(?:mdns|max-target-connections):/.test(line));
    assert.match(config, /^listen: \[8080, 443\]$/m);
    assert.match(said, /^Alles in Ordnung\.$/m);
    return { said, options };
  }

  it('lets clients of a PPC gateway take turns, also in a written configuration', SETUP_LIMIT, async () => {
    const { said, options } = await setUp('EPPC0211358875.SM');
    assert.deepEqual(options, ['max-target-connections: 1']);
    assert.match(said, /Was einzugeben ist: für ein Gateway von PPC$/m);
    assert.match(said, /HACS\): URL https:\/\/192\.168\.0\.10\/cgi-bin\/hanservice\.cgi$/m);
    const mine = "listen: [443, '192.168.0.10:8080']\ntarget: 10.11.120.2 # mine\n";
    await pi.root.write(CONFIG_FILE, mine);
    await pi.root.shell(SETUP);
    const completed = await pi.root.exec('cat', CONFIG_FILE);
    assert.ok(completed.startsWith(mine));
    assert.match(completed, /\nmax-target-connections: 1\n$/);
  });

  it('gives this machine the name that an EMH gateway answers to', SETUP_LIMIT, async () => {
    const { said, options } = await setUp('EEMH0012345678.SM');
    assert.deepEqual(options, ['mdns: smgw.local']);
    assert.match(said, /^ +evcc.*: uri https:\/\/192\.168\.0\.10, host 10\.11\.120\.2$/m);
    assert.match(said, /HACS\): URL https:\/\/smgw\.local$/m);
    assert.match(said, /^Fertig\. .*\n {2}https:\/\/smgw\.local:8080\n {2}https:\/\/smgw\.local$/m);
    assert.match(await pi.root.shell(SETUP), /^Alles ist schon so eingerichtet/m);
  });

  it('leaves that name to the device at home that has it', SETUP_LIMIT, async () => {
    await startAvahi(pi.bed, 'laptop', 'smgw');
    await pi.shows('EEMH0012345678.SM');
    const said = await pi.root.shell(SETUP);
    assert.match(said, /Achtung +Name im Heimnetz: smgw\.local gehört .*\((?:192\.168\.0\.11|fe80::11)\)$/m);
    assert.match(said, /Achtung +Hersteller: Gateways von EMH antworten nur auf smgw\.local oder 10\.11/);
    assert.doesNotMatch(await pi.root.exec('cat', CONFIG_FILE), /^mdns:/m);
  });

  it('writes what suits all makers where none is known', SETUP_LIMIT, async () => {
    await pi.shows('device');
    const said = await pi.root.shell(SETUP);
    assert.match(said, /Hersteller: vielleicht Theben, nur vermutet; .* passt zu allen Herstellern$/m);
    const config = await pi.root.exec('cat', CONFIG_FILE);
    assert.match(config, /^max-target-connections: 1$/m);
    assert.match(config, /^mdns: smgw\.local$/m);
  });
});

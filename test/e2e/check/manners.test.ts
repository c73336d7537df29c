// The manners of `check`: the packets it sends, the certificates it remembers, escaped output, and runs without root.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { makeCertificate } from '../../support/certificate.js';
import { assertHarmless, HARMFUL } from '../../support/harmless.js';
import { missing, notRoot } from '../../support/requires.js';
import { LIMIT } from '../../support/test-bed.js';
import { CheckBed, NAME, recordTypes } from './support.js';

const FILE = { 'smgw-proxy/config.yaml': 'listen: 8080\ntarget: 10.11.120.2\nadmin: 127.0.0.1:8081\n' };
/** The types of TLS records in a handshake: handshake, change of cipher and alert, and no application data. */
const HANDSHAKE = 22;
const HANDSHAKING: ReadonlySet<number> = new Set([20, 21, HANDSHAKE]);
const EVIL = '\u001b[2J\u202eevil\u0007\u2028';

describe('check', { skip: notRoot() || missing('ip', 'openssl', 'setpriv', 'tcpdump') }, () => {
  let bed: CheckBed;

  before(async () => {
    bed = new CheckBed();
    await bed.up();
    await bed.startOnPi(['--config', bed.file('config.yaml', FILE['smgw-proxy/config.yaml'])]);
  });
  afterEach(() => bed.undo());
  after(() => bed.down());

  it('passes all steps, in German and in English', LIMIT, async () => {
    const german = await bed.say(['--lang', 'de'], { etc: FILE });
    assert.deepEqual([german.status, german.stderr], [0, '']);
    assert.match(german.stdout, /✓ ok +Kabel: steckt in eth0, und am anderen Ende ist ein Gerät\n/);
    assert.match(
      german.stdout,
      /✓ ok +Ganzer Weg: Das Gateway antwortet auch aus dem Heimnetz \(192\.168\.0\.10:8080\)/,
    );
    assert.match(german.stdout, /\n\nAlles in Ordnung\.\n$/);
    const english = await bed.say([], { etc: FILE });
    assert.match(english.stdout, /✓ ok +Certificate: the same since /);
    assert.match(english.stdout, /\n\nAll is well\.\n$/);
  });

  it('names the steps that were not tested, and the failed step behind them', LIMIT, async () => {
    const { stdout } = await bed.say(['--target', '10.11.120.2:444', '--lang', 'de']);
    assert.match(stdout, /✗ Fehler +Port des Gateways: 10\.11\.120\.2:444 ist zu.*\n +→ /);
    assert.match(stdout, /- ausgelassen +TLS: nicht geprüft wegen: Port des Gateways\n/);
    assert.match(
      stdout,
      /\n\nEin Fehler: Das Gateway antwortet nicht\.\n✗ Port des Gateways: .* ist zu.*\n→ .*\n→ .*\n$/,
    );
  });

  it('sends a handshake to the gateway and one through the service, and nothing else', LIMIT, async () => {
    const captured = await bed.capture(['eth0', 'wlan0', 'lo'], () => bed.say([], { etc: FILE }));
    const { eth0 = [], wlan0 = [], lo = [] } = captured;
    assert.deepEqual(wlan0, []);
    assert.ok(
      eth0.every(({ line }) => / > 10\.11\.120\.2\.443: Flags|ARP/.test(line)),
      'to the gateway alone',
    );
    const ports = new Set(eth0.map(({ line }) => /\.(\d+) > 10\.11\.120\.2\.443:/.exec(line)?.[1] ?? ''));
    ports.delete('');
    const types = [...ports]
      .map((port) => recordTypes(eth0.filter(({ line }) => line.includes(`.${port} >`))))
      // The service looks at the gateway with bare connections, and may still be closing one.
      .filter(({ length }) => length > 0);
    assert.equal(types.length, 2);
    assert.ok(ports.size <= 4, `${ports.size}`);
    for (const each of types) {
      assert.ok(each.includes(HANDSHAKE));
      assert.ok(each.every((type) => HANDSHAKING.has(type)));
    }
    const all = [...eth0, ...lo].map(({ payload }) => payload.toString('latin1')).join('');
    assert.doesNotMatch(all, /authorization|password|\/smgw|cgi-bin/i);
    assert.ok([...eth0, ...lo].every(({ line }) => !/ICMP|ICMP6/.test(line)));
  });

  it('remembers a certificate, warns of a changed one, and accepts it on request', LIMIT, async () => {
    assert.deepEqual((await bed.find()).causes('certificate'), ['certificate-noted']);
    assert.deepEqual((await bed.find()).causes('certificate'), ['certificate-known']);
    const [known] = await bed.certificateSteps();
    bed.shows(makeCertificate({ curve: 'P-384', name: NAME }));
    for (let i = 0; i < 2; i += 1) {
      const [step] = await bed.certificateSteps();
      assert.deepEqual([step?.cause, step?.result], ['certificate-changed', 'warning']);
      assert.equal(step?.facts.before, (known?.facts.certificate as { fingerprint: string }).fingerprint);
      assert.equal(step.facts.mac, step.facts.macBefore);
    }
    const accepted = await bed.find(['--accept-certificate']);
    assert.deepEqual(accepted.causes('certificate'), ['certificate-accepted']);
    assert.deepEqual((await bed.find()).causes('certificate'), ['certificate-known']);
  });

  it('reports that the MAC has changed as well', LIMIT, async () => {
    await bed.find();
    const forget = 'ip neigh flush dev eth0';
    await bed.plant(forget, forget);
    const mac = (await bed.run('gateway', 'cat', '/sys/class/net/eth0/address')).trim();
    await bed.plant(
      'ip link set eth0 address 02:00:00:00:00:99',
      `ip link set eth0 address ${mac}`,
      'gateway',
    );
    await bed.pi(forget);
    bed.shows(makeCertificate({ curve: 'P-384', name: NAME }));
    const { stdout } = await bed.say(['--lang', 'de']);
    assert.match(stdout, new RegExp(`Auch das Gerät ist ein anderes: 02:00:00:00:00:99, bisher ${mac}\\.`));
    assert.match(stdout, /bisher SHA-256: [0-9A-F:]{95}\n +jetzt SHA-256: +[0-9A-F:]{95}\n/);
  });

  it(
    'warns of an unfamiliar certificate until it is accepted, and fails for a foreign one',
    LIMIT,
    async () => {
      bed.shows(makeCertificate({ curve: 'P-256', name: 'device' }));
      for (let i = 0; i < 2; i += 1)
        assert.deepEqual((await bed.find()).causes('certificate'), ['certificate-unfamiliar']);
      await bed.find(['--accept-certificate']);
      assert.deepEqual((await bed.find()).causes(), []);
      bed.shows(makeCertificate({ curve: 'P-256', name: 'fritz.box' }));
      assert.deepEqual((await bed.find()).causes(), ['certificate-foreign', 'certificate-changed']);
    },
  );

  it('escapes and cuts the names in a certificate', LIMIT, async () => {
    const evil = { curve: 'brainpoolP384r1', name: EVIL, alternative: 'x'.repeat(10_000) };
    bed.shows(makeCertificate(evil));
    const { stdout } = await bed.say(['--lang', 'de']);
    assert.match(stdout, /Zertifikat für: "CN=.*evil/);
    assertHarmless(stdout);
    const { stdout: json, document } = await bed.find();
    assert.doesNotMatch(json, HARMFUL);
    const step = document.steps.find(({ cause }) => cause === 'certificate-unfamiliar');
    assert.equal((step?.facts.certificate as { names: string }).names.length, 1000);
  });

  it('works without root, remembers in the home folder, and names what only root sees', LIMIT, async () => {
    const own = { asNobody: true, etc: FILE, environment: { XDG_STATE_HOME: bed.folderForAll } };
    const { status, stdout } = await bed.say(['--lang', 'de'], own);
    assert.equal(status, 0);
    // A slow answer has its time behind it.
    assert.match(
      stdout,
      /✓ ok +Gerät am Kabel: 10\.11\.120\.2 ist da \((?:[0-9a-f]{2}:?){6}\)(?: \(\d+,\d s\))?\n/,
    );
    assert.match(
      stdout,
      /✓ ok +Port des Dienstes: auf 8080 wartet ein Programm auf Verbindungen; welches, sieht nur root\n/,
    );
    assert.match(
      stdout,
      /\nAlles in Ordnung\.\nWelches Programm den Port hat, zeigt: sudo smgw-proxy check\n$/,
    );
    const again = await bed.find([], own);
    assert.deepEqual(again.causes('certificate'), ['certificate-known']);
  });

  it('reports that it cannot remember a certificate', LIMIT, async () => {
    const { stdout } = await bed.say([], { asNobody: true, environment: { XDG_STATE_HOME: '/etc' } });
    assert.match(stdout, /✓ ok +Certificate: seen for the first time.*\n +It could not be saved \(E[A-Z]+\)/);
  });

  it('checks each of several gateways, and the link once', LIMIT, async () => {
    const two =
      'forwards:\n- {name: a, listen: 8080, target: 10.11.120.2}\n- {name: b, listen: 8080, target: "[fe80::2%eth0]"}';
    const etc = { 'two.yaml': two.replace('b, listen: 8080', 'b, listen: 127.0.0.1:8081') };
    const checked = await bed.find(['--config', '/etc/two.yaml'], { etc });
    const { steps } = checked.document;
    const subjects = ['10.11.120.2:443', '[fe80::2%eth0]:443'];
    const tls = steps.filter(({ cause }) => cause === 'tls-fit').map(({ subject }) => subject);
    assert.deepEqual(tls, subjects);
    assert.equal(checked.causes('cable').length, 1);
    assert.deepEqual(checked.causes('through'), ['through-same', 'through-not-for-home']);
  });

  it('refuses an interface that does not exist, and unknown options', LIMIT, async () => {
    const { status, stdout, stderr } = await bed.say(['--interface', 'eth9', '--wide']);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^--interface: there is no interface "eth9" \(here: eth0, wlan0\)/m);
    assert.match(stderr, /^--wide: "smgw-proxy check" has no such option/m);
  });
});

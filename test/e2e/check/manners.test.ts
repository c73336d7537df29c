// How `check` behaves: what it sends, what it remembers, what it shows of what others say, and what it does without root.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { makeCertificate } from '../../support/certificate.js';
import { assertHarmless, HARMFUL } from '../../support/harmless.js';
import { missing, notRoot } from '../../support/requires.js';
import { LIMIT } from '../../support/test-bed.js';
import { CheckBed, NAME, recordTypes } from './support.js';

const FILE = { 'smgw-proxy/config.yaml': 'listen: 8080\ntarget: 10.11.120.2\nadmin: 127.0.0.1:8081\n' };
/** Types of TLS records: the handshake, its change of cipher, alerts; what an application sends is another one. */
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

  it('says all of it in German and English, and that all is well', LIMIT, async () => {
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

  it('says what could not be tested, and because of what', LIMIT, async () => {
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
    assert.equal(eth0.filter(({ line }) => line.includes('Flags [S]')).length, 2);
    const ports = new Set(eth0.map(({ line }) => /\.(\d+) > 10\.11\.120\.2\.443:/.exec(line)?.[1] ?? ''));
    ports.delete('');
    for (const port of ports) {
      const types = new Set(recordTypes(eth0.filter(({ line }) => line.includes(`.${port} >`))));
      assert.ok(types.has(HANDSHAKE));
      assert.deepEqual(
        [...types].filter((type) => !HANDSHAKING.has(type)),
        [],
      );
    }
    const all = [...eth0, ...lo].map(({ payload }) => payload.toString('latin1')).join('');
    assert.doesNotMatch(all, /authorization|password|\/smgw|cgi-bin/i);
    assert.ok([...eth0, ...lo].every(({ line }) => !/ICMP|ICMP6/.test(line)));
  });

  it(
    'remembers a certificate, keeps a changed one at a distance, and takes it when told to',
    LIMIT,
    async () => {
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
    },
  );

  it('tells that it is another device as well', LIMIT, async () => {
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
    'takes an unfamiliar certificate for a warning until it is accepted, a foreign one for wrong',
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

  it('shows what stands in a certificate harmlessly, and cut', LIMIT, async () => {
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

  it('works without root, notes in the own home, and says what only root sees', LIMIT, async () => {
    const own = { asNobody: true, etc: FILE, environment: { XDG_STATE_HOME: bed.folderForAll } };
    const { status, stdout } = await bed.say(['--lang', 'de'], own);
    assert.equal(status, 0);
    assert.match(stdout, /✓ ok +Gerät am Kabel: 10\.11\.120\.2 ist da \((?:[0-9a-f]{2}:?){6}\)/);
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

  it('says so when it cannot note anything', LIMIT, async () => {
    const { stdout } = await bed.say([], { asNobody: true, environment: { XDG_STATE_HOME: '/etc' } });
    assert.match(stdout, /✓ ok +Certificate: seen for the first time.*\n +It could not be saved \(E[A-Z]+\)/);
  });

  it('checks each gateway of several, and the link once', LIMIT, async () => {
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

  it('refuses an interface that is not there, and options it does not have', LIMIT, async () => {
    const { status, stdout, stderr } = await bed.say(['--interface', 'eth9', '--wide']);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(
      stderr,
      /^--interface: expected the interface to the gateway \(here: eth0, wlan0\), got "eth9"/m,
    );
    assert.match(stderr, /^--wide: expected an option of "smgw-proxy check"/m);
  });
});

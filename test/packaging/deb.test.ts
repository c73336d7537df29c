// The Debian package: what is in it, and that it is the same each time.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { nameOf } from '../../src/cli/command.js';
import { COMMANDS } from '../../src/cli/commands.js';
import { makeDeb, scratchFolder } from '../support/deb.js';
import { fakeProgram } from '../support/fake-program.js';
import { runToEnd } from '../support/program.js';
import { missing } from '../support/requires.js';

const EXAMPLE = 'usr/share/doc/smgw-proxy/examples/config.yaml';
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

describe('the Debian package', { skip: missing('dpkg-deb') }, () => {
  const deb = missing('dpkg-deb') === false ? makeDeb(scratchFolder()) : '';
  const unpacked = scratchFolder();
  if (deb !== '') spawnSync('dpkg-deb', ['--raw-extract', deb, unpacked]);
  const at = (file: string): string => path.join(unpacked, file);
  const read = (file: string): string => readFileSync(at(file), 'utf8');
  const page = (folder: string): string =>
    gunzipSync(readFileSync(at(`usr/share/man/${folder}/smgw-proxy.1.gz`))).toString('utf8');

  it('is the same to the byte when it is made again, whatever the umask is', () => {
    const before = process.umask(0o077);
    const again = makeDeb(scratchFolder());
    process.umask(before);
    assert.ok(readFileSync(again).equals(readFileSync(deb)));
  });

  it('has the program where the unit and the launcher look for it', () => {
    for (const file of ['dist/bundle', 'src/admin/page', 'src/machine/packet-socket.pl'])
      assert.equal(spawnSync('diff', ['-r', file, at(`usr/lib/smgw-proxy/${file}`)]).status, 0, file);
    for (const file of ['usr/lib/systemd/system/smgw-proxy.service', 'usr/bin/smgw-proxy']) {
      const program = /\/(usr\/lib\/smgw-proxy\/\S+\.cjs)/.exec(read(file))?.[1] ?? '';
      const { stdout } = spawnSync(process.execPath, [at(program), '--version'], { encoding: 'utf8' });
      assert.equal(stdout.trim(), version, file);
    }
  });

  it('needs Node.js of the distribution, asks nothing, and has no file that dpkg would ask about', () => {
    assert.match(read('DEBIAN/control'), /^Depends: nodejs \(>= 20\.19\)$/m);
    assert.doesNotMatch(read('DEBIAN/control'), /\bnpm\b/);
    const { stdout } = spawnSync('ls', ['-A', at('DEBIAN'), unpacked], { encoding: 'utf8' });
    assert.deepEqual(
      stdout.split('\n').filter((name) => /^(?:conffiles|config|templates|etc)$/.test(name)),
      [],
    );
  });

  it('has the licence of the program, and says where those of its libraries are', () => {
    const text = read('usr/share/doc/smgw-proxy/copyright');
    const [, licence = ''] = readFileSync('LICENSE', 'utf8').split(/^Copyright.*$/m);
    const words = (prose: string): string => prose.replaceAll(/^ \.$/gm, '').split(/\s+/).join(' ').trim();
    assert.ok(words(text).includes(words(licence)));
    const place = /\/(usr\/\S+THIRD-PARTY\.txt)/.exec(text)?.[1] ?? '';
    assert.match(read(place), /^yargs-parser /m);
  });

  it('has the list of what is in it, and the same beside it', () => {
    const beside = readFileSync(deb.replace(/\.deb$/, '.cdx.json'), 'utf8');
    assert.equal(read('usr/lib/smgw-proxy/dist/bundle/sbom.cdx.json'), beside);
  });

  it('has both guides and the pages that they lead to', () => {
    const title = (text: string): string | undefined => text.split('\n')[0];
    for (const page of ['README.md', 'README.de.md', 'docs/install.md', 'docs/configuration.md'])
      assert.equal(title(read(`usr/share/doc/smgw-proxy/${page}`)), title(readFileSync(page, 'utf8')), page);
  });

  it('has an example configuration that is right', async () => {
    const { status, stderr } = await runToEnd(['--config', at(EXAMPLE), '--check-config']);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  });

  for (const folder of ['man1', 'de/man1']) {
    it(`has a man page with every command and option (${folder})`, () => {
      const text = page(folder).replaceAll('\\-', '-');
      for (const each of COMMANDS) {
        assert.ok(text.includes(`\\fB${nameOf(each)}\\fR`), nameOf(each));
        for (const option of each.options)
          assert.ok(text.includes(`\n\\fB--${option.name}\\fR`), option.name);
      }
    });

    it(`has one that can be shown without a warning (${folder})`, { skip: missing('groff') }, () => {
      const words = ['-man', '-ww', '-Tutf8', '-Kutf8', '-z'];
      const { status, stderr } = spawnSync('groff', words, { input: page(folder), encoding: 'utf8' });
      assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    });
  }

  it('has a German man page, which man finds and shows', { skip: missing('man') }, () => {
    const env = { ...process.env, MANPATH: at('usr/share/man'), LC_ALL: 'C.UTF-8' };
    const words = ['-L', 'de', '1', 'smgw-proxy'];
    const { status, stdout } = spawnSync('man', words, { encoding: 'utf8', env });
    assert.equal(status, 0);
    for (const word of ['BEZEICHNUNG', 'Das Gateway', 'BEISPIELE', 'SIEHE AUCH'])
      assert.ok(stdout.includes(word), word);
    assert.doesNotMatch(stdout, /\b(?:the|options|with|default)\b/);
  });

  it('has no errors that lintian knows', { skip: missing('lintian') }, () => {
    const { status, stdout } = spawnSync('lintian', ['--allow-root', deb], { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  });

  describe('starts the program', () => {
    /** Through the launcher, with another Node in the place of /usr/bin/node. */
    function launch(node: string): { status: number | null; stdout: string; stderr: string } {
      const folder = scratchFolder();
      const launcher = read('usr/bin/smgw-proxy')
        .replaceAll('/usr/lib/', `${unpacked}/usr/lib/`)
        .replaceAll('/usr/bin/node', node);
      const file = path.join(folder, 'smgw-proxy');
      writeFileSync(file, launcher);
      chmodSync(file, 0o755);
      const { status, stdout, stderr } = spawnSync(file, ['--version'], { encoding: 'utf8' });
      return { status, stdout, stderr };
    }

    it('on a Node.js that is new enough', () => {
      assert.deepEqual(launch(process.execPath), { status: 0, stdout: `${version}\n`, stderr: '' });
    });

    for (const old of ['v18.20.4', 'v20.18.3', 'v9.0.0'])
      it(`on none that is too old (${old}), and says so in a line`, () => {
        const node = fakeProgram('node', `echo ${old}`);
        const file = path.join(node.directory, 'node');
        const stderr = `smgw-proxy: expected Node.js 20.19 or newer as ${file}, found ${old}\n`;
        assert.deepEqual(launch(file), { status: 1, stdout: '', stderr });
        node.remove();
      });

    for (const fit of ['v20.19.0', 'v22.1.0', 'v100.0.0'])
      it(`on ${fit}`, () => {
        const node = fakeProgram('node', `[ "$1" = --version ] && echo ${fit} || echo started`);
        const { status, stderr } = launch(path.join(node.directory, 'node'));
        assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
        node.remove();
      });

    it('not without Node.js, and says how to get it', () => {
      const { status, stderr } = launch('/nowhere/node');
      assert.equal(status, 1);
      assert.match(stderr, /^smgw-proxy: expected Node\.js .* found none; try: sudo apt install nodejs\n$/);
    });
  });
});

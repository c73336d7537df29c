// The npm package: the compiled modules and nothing needless, installed as a user installs it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { scratchFolder } from '../support/deb.js';
import { freePort, Program } from '../support/program.js';
import { missing } from '../support/requires.js';

/** Of what is packed, in bytes: half as much again as there is. */
const MOST_PACKED = 750_000;

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** `npm` in a folder, to its end. */
function npm(cwd: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', words, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, `npm ${words.join(' ')}: ${stderr}`);
  return stdout;
}

/** Of an npm that has `npm sbom`, which the one of Debian 13 has not. */
function noSbom(): string | false {
  const major = parseInt(spawnSync('npm', ['--version'], { encoding: 'utf8' }).stdout);
  return major >= 10 ? false : 'needs npm 10';
}

describe('the npm package', { skip: missing('npm') }, () => {
  const place = scratchFolder();
  let packed: Packed;

  before(() => {
    const [only] = JSON.parse(npm('.', 'pack', '--json', '--pack-destination', place)) as Packed[];
    assert.ok(only);
    packed = only;
  });

  it('has the modules, the page and what a reader needs, and nothing else', () => {
    const files = packed.files.map((file) => file.path);
    const others = files.filter((file) => !/^(?:dist\/src|docs|examples|src\/admin\/page)\//.test(file));
    assert.deepEqual(others.sort(), [
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
      'README.de.md',
      'README.md',
      'SECURITY.md',
      'package.json',
      'src/machine/packet-socket.pl',
    ]);
    const modules = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.c?[jt]s$/.test(file) && !file.startsWith('admin/page/'))
      .map((file) => path.join('dist/src', file.replace(/\.ts$/, '.js')));
    assert.deepEqual(files.filter((file) => file.startsWith('dist/')).sort(), modules.sort());
    assert.ok(packed.size < MOST_PACKED, `${packed.size} bytes`);
  });

  describe('installed in an empty folder', () => {
    const folder = scratchFolder();

    before(() => {
      npm(
        folder,
        'install',
        '--prefer-offline',
        '--no-audit',
        '--no-fund',
        path.join(place, packed.filename),
      );
    });

    it('brings the libraries that it needs, and is without a problem', () => {
      const { dependencies: top } = JSON.parse(npm(folder, 'ls', '--omit=dev', '--all', '--json')) as {
        dependencies: { 'smgw-proxy': { dependencies: object } };
      };
      assert.deepEqual(Object.keys(top['smgw-proxy'].dependencies).sort(), Object.keys(dependencies).sort());
    });

    it('is listed with them by npm sbom', { skip: noSbom() }, () => {
      // npm lists no project without a version.
      npm(folder, 'pkg', 'set', 'name=home', 'version=1.0.0');
      const text = npm(folder, 'sbom', '--omit=dev', '--sbom-format', 'cyclonedx');
      const names = (JSON.parse(text) as { components: { name: string }[] }).components.map(
        ({ name }) => name,
      );
      assert.deepEqual(
        ['smgw-proxy', ...Object.keys(dependencies)].filter((name) => !names.includes(name)),
        [],
      );
    });

    it('runs the demo, with its status page', async () => {
      const [port, admin] = [await freePort(), await freePort()];
      const listens = ['--listen', `127.0.0.1:${port}`, '--admin', `127.0.0.1:${admin}`];
      const program = new Program(
        spawn(
          path.join(folder, 'node_modules/.bin/smgw-proxy'),
          ['demo', ...listens, '--log-format', 'json'],
          { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
        ),
        port,
      );
      try {
        await program.line(({ event }) => event === 'listening');
        const answer = await fetch(`http://127.0.0.1:${admin}/`);
        assert.match(await answer.text(), /^<!doctype html>/i);
      } finally {
        assert.equal(await program.stop(), 0);
      }
    });
  });
});

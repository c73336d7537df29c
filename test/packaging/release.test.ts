// A release: which files it has, that they belong together, that they are the same each time, and who gets them.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { unzipSync } from 'fflate';
import { parse } from 'yaml';
import { makeRelease, scratchFolder } from '../support/deb.js';
import { fakeProgram } from '../support/fake-program.js';
import { readPage, ROOT } from '../support/pages.js';
import { missing } from '../support/requires.js';

const { version } = JSON.parse(readPage('package.json')) as { version: string };
const DEB = `smgw-proxy_${version}_all.deb`;
const DOWNLOADS = [
  'SHA256SUMS',
  'install.sh',
  'release-notes.md',
  `smgw-proxy_${version}_all.cdx.json`,
  DEB,
  `smgw-proxy_${version}_sd-card.zip`,
];

interface Release {
  readonly jobs: { readonly release: { readonly steps: readonly { name?: string; run?: string }[] } };
}

describe('a release', { skip: missing('dpkg-deb') }, () => {
  const release = missing('dpkg-deb') === false ? makeRelease(scratchFolder()) : '';
  const read = (file: string): Buffer => readFileSync(path.join(release, file));
  const files = (folder: string): string[] =>
    readdirSync(folder)
      .filter((file) => statSync(path.join(folder, file)).isFile())
      .sort();

  it('has these files, and the folder for the SD card', () => {
    assert.deepEqual(files(release), DOWNLOADS);
    assert.deepEqual(files(path.join(release, 'sd-card')), [
      'LIESMICH.txt',
      'install.sh',
      DEB,
      'vendor-data',
    ]);
  });

  it('is the same to the byte when it is made again, whatever umask and time zone are', () => {
    const before = process.umask(0o077);
    process.env.TZ = 'Pacific/Auckland';
    const again = makeRelease(scratchFolder());
    delete process.env.TZ;
    process.umask(before);
    const { status, stdout } = spawnSync('diff', ['-r', release, again], { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  });

  it('has sums that are right, of all its files', () => {
    const check = ['--check', '--strict', 'SHA256SUMS'];
    const said = execFileSync('sha256sum', check, { cwd: release, encoding: 'utf8' });
    assert.deepEqual(
      said
        .trim()
        .split('\n')
        .map((line) => line.replace(': OK', '')),
      DOWNLOADS.slice(1),
    );
  });

  it('has an installer that knows its package', () => {
    const sum = createHash('sha256').update(read(DEB)).digest('hex');
    assert.ok(String(read('install.sh')).includes(`PACKAGE='${DEB}' SHA256='${sum}'`));
    assert.ok(read('sd-card/install.sh').equals(read('install.sh')));
    assert.ok(read(`sd-card/${DEB}`).equals(read(DEB)));
  });

  it('has the folder for the SD card as a zip', () => {
    const zip = unzipSync(read(`smgw-proxy_${version}_sd-card.zip`));
    assert.deepEqual(Object.keys(zip).sort(), files(path.join(release, 'sd-card')));
    for (const [file, content] of Object.entries(zip))
      assert.ok(read(`sd-card/${file}`).equals(content), file);
  });

  it('has notes: the section of the changelog', () => {
    const notes = String(read('release-notes.md')).trim();
    assert.ok(notes !== '' && readPage('CHANGELOG.md').includes(notes));
  });

  it('replaces no folder of another kind', () => {
    const folder = scratchFolder();
    writeFileSync(path.join(folder, 'letter'), '');
    assert.throws(() => makeRelease(folder), /--out: expected an empty folder or a release, got/);
    assert.deepEqual(readdirSync(folder), ['letter']);
  });

  it('is what the workflow attaches', () => {
    const { jobs } = parse(readPage('.github/workflows/release.yml')) as Release;
    const publish = jobs.release.steps.find(({ name }) => name === 'Publish')?.run ?? '';
    const gh = fakeProgram('gh', 'printf "%s\\n" "$@"');
    const checkout = mkdtempSync(path.join(scratchFolder(), 'checkout-'));
    execFileSync('sh', ['-c', 'mkdir dist && cp -r "$0" dist/release', release], { cwd: checkout });
    const env = { PATH: gh.searchPath, GITHUB_REF_NAME: 'v1' };
    const said = execFileSync('bash', ['-euo', 'pipefail', '-c', publish], {
      ...{ cwd: checkout, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    });
    gh.remove();
    const attached = said.split('\n').filter((word) => word.startsWith('dist/release/'));
    const [notes, ...others] = attached;
    assert.equal(notes, 'dist/release/release-notes.md');
    assert.deepEqual(others.sort(), DOWNLOADS.map((file) => `dist/release/${file}`).sort());
  });
});

describe('the scripts for users', () => {
  for (const file of ['packaging/install.sh', 'packaging/sd-card/vendor-data'])
    it(`have no finding of shellcheck: ${file}`, { skip: missing('shellcheck') }, () => {
      const { status, stdout } = spawnSync('shellcheck', ['-s', 'sh', path.join(ROOT, file)], {
        encoding: 'utf8',
      });
      assert.equal(status, 0, stdout);
    });
});

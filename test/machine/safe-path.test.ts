// Files that root reads and writes: no symbolic link of another user is followed, and no draft is foreseen.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { readSafely, UnsafePathError } from '../../src/machine/safe-path.js';
import { writeWhole } from '../../src/machine/whole-file.js';
import { notRoot } from '../support/requires.js';
import { NOBODY } from '../support/test-bed.js';

describe('a file written whole', () => {
  let folder = '';
  const at = (...names: readonly string[]): string => path.join(folder, ...names);
  const modeOf = (file: string): string => (fs.statSync(file).mode & 0o7777).toString(8);
  const unsafe = (reason: UnsafePathError['reason'], file: string) => (error: unknown) =>
    error instanceof UnsafePathError && error.reason === reason && error.path === file;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  it('has the wanted mode, whatever the umask, and leaves no draft', async () => {
    const before = process.umask(0o077);
    try {
      await writeWhole(at('new', 'file'), 'content');
    } finally {
      process.umask(before);
    }
    assert.deepEqual([modeOf(at('new', 'file')), fs.readdirSync(at('new'))], ['644', ['file']]);
    await writeWhole(at('new', 'file'), 'other', { mode: 0o600 });
    assert.deepEqual([modeOf(at('new', 'file')), fs.readdirSync(at('new'))], ['600', ['file']]);
  });

  it('is readable for its owner alone while it is a draft', async () => {
    const modes = new Set<string>();
    const watcher = fs.watch(folder, (_, name) => {
      try {
        if (name?.endsWith('.new') === true) modes.add(modeOf(at(name)));
      } catch {
        // Renamed already.
      }
    });
    for (let n = 0; n < 50; n += 1) await writeWhole(at('secret'), 'x'.repeat(100_000), { mode: 0o600 });
    watcher.close();
    assert.deepEqual([...modes], ['600']);
  });

  it('does not open a draft that is there already, by whatever name', async () => {
    fs.writeFileSync(at('victim'), 'precious');
    for (const name of [`file.${process.pid}.new`, 'file.new']) fs.symlinkSync(at('victim'), at(name));
    await writeWhole(at('file'), 'content');
    assert.equal(fs.readFileSync(at('victim'), 'utf8'), 'precious');
  });

  it('replaces a symbolic link and leaves alone where that leads, and reads through none', async () => {
    fs.writeFileSync(at('victim'), 'precious');
    fs.symlinkSync(at('victim'), at('link'));
    await assert.rejects(readSafely(at('link')), unsafe('link', at('link')));
    await writeWhole(at('link'), 'content');
    assert.deepEqual(
      [fs.readFileSync(at('victim'), 'utf8'), fs.lstatSync(at('link')).isFile()],
      ['precious', true],
    );
  });

  it('is null where there is none, and waits for no writer of a FIFO', async () => {
    assert.equal(await readSafely(at('nothing')), null);
    assert.equal(await readSafely(at('no', 'folder')), null);
    execFileSync('mkfifo', [at('fifo')]);
    assert.equal((await readSafely(at('fifo')))?.content.length, 0);
  });

  describe('by root', { skip: notRoot() }, () => {
    /** A folder that another user can change: its own, or one open to all. */
    const OPEN: readonly (readonly [string, (name: string) => void])[] = [
      ['belongs to another user', (name) => fs.chownSync(name, NOBODY, NOBODY)],
      ['is open to all', (name) => fs.chmodSync(name, 0o777)],
      [
        'is open to a group',
        (name) => {
          fs.chownSync(name, 0, NOBODY);
          fs.chmodSync(name, 0o770);
        },
      ],
    ];
    for (const [what, open] of OPEN) {
      it(`is refused in or below a folder that ${what}`, async () => {
        fs.mkdirSync(at('open', 'deep'), { recursive: true });
        fs.writeFileSync(at('open', 'deep', 'file'), 'old');
        open(at('open'));
        for (const file of [at('open', 'file'), at('open', 'deep', 'file'), at('open', 'new', 'file')]) {
          await assert.rejects(writeWhole(file, 'content'), unsafe('folder', at('open')));
          await assert.rejects(readSafely(file), unsafe('folder', at('open')));
        }
        assert.deepEqual(fs.readdirSync(at('open')), ['deep']);
      });
    }

    it('is refused through a link of root’s own into such a folder, and through another user’s link', async () => {
      fs.mkdirSync(at('open'));
      fs.mkdirSync(at('ours'));
      fs.chownSync(at('open'), NOBODY, NOBODY);
      fs.symlinkSync('open', at('inside'));
      fs.symlinkSync(at('ours'), at('theirs'));
      fs.lchownSync(at('theirs'), NOBODY, NOBODY);
      await assert.rejects(writeWhole(at('inside', 'file'), 'x'), unsafe('folder', at('open')));
      await assert.rejects(writeWhole(at('theirs', 'file'), 'x'), unsafe('folder', at('theirs')));
      fs.symlinkSync('ours', at('fine'));
      await writeWhole(at('fine', 'file'), 'x');
      assert.equal(fs.readFileSync(at('ours', 'file'), 'utf8'), 'x');
    });
  });
});

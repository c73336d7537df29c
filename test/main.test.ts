// The program as a process: exit status, which stream says what, and never a stack trace.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { MAIN } from './support/program.js';

const directory = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
after(() => {
  rmSync(directory, { recursive: true });
});

async function smgwProxy(...words: string[]) {
  const child = spawn(process.execPath, [MAIN, ...words], { env: {}, cwd: directory });
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: child.exitCode, out, error };
}

describe('the program', () => {
  it('tells its version', async () => {
    const { status, out, error } = await smgwProxy('--version');
    assert.deepEqual([status, error], [0, '']);
    assert.match(out, /^\d+\.\d+\.\d+\n$/);
  });

  it('shows its help and ends with 0', async () => {
    const { status, out, error } = await smgwProxy('demo', '-h');
    assert.deepEqual([status, error], [0, '']);
    assert.match(out, /^smgw-proxy demo\n\nThe same /);
  });

  it('checks a file, and ends with 2 and the place of what is wrong with it', async () => {
    writeFileSync(path.join(directory, 'good.yaml'), 'listen: 8081\n');
    const good = await smgwProxy('--config', 'good.yaml', '--check-config');
    assert.deepEqual([good.status, good.error], [0, '']);
    assert.match(good.out, /listen: "8081"/);
    writeFileSync(path.join(directory, 'bad.yaml'), 'listen: 0\n');
    const bad = await smgwProxy('--config', 'bad.yaml', '--check-config');
    assert.deepEqual([bad.status, bad.out], [2, '']);
    assert.match(bad.error, /^bad\.yaml, line 1, listen: expected .*, got "0"\n→ nano \+1 bad\.yaml\n/);
  });

  for (const [what, file] of [
    ['that does not exist', 'nowhere'],
    ['that is a directory', '.'],
    ['without an end', '/dev/zero'],
  ] as const) {
    it(`ends with 2 for a file ${what}`, async () => {
      const { status, error } = await smgwProxy('--config', file);
      assert.equal(status, 2);
      assert.match(error, /^--config: "\S+" .*\nsmgw-proxy: 1 problem; .*\n$/);
    });
  }

  for (const [version, isOld] of [
    ['4.9.1', true],
    ['18.20.4', true],
    ['20.18.3', true],
    ['20.19.0', false],
    ['24.0.0', false],
  ] as const) {
    it(`says before anything else that Node.js ${version} is too old: ${isOld}`, async () => {
      const pretend = path.join(directory, 'pretend.cjs');
      const versions = `{ ...process.versions, node: '${version}' }`;
      writeFileSync(pretend, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
      const child = spawn(process.execPath, ['--require', pretend, MAIN, '--version'], { env: {} });
      const [error] = await Promise.all([text(child.stderr), text(child.stdout), once(child, 'exit')]);
      assert.equal(child.exitCode, isOld ? 1 : 0);
      const expected = `smgw-proxy: expected Node.js 20.19 or newer, got ${version} (${process.execPath})\n`;
      assert.equal(error, isOld ? expected : '');
    });
  }

  it('does not mind when nobody reads its output', async () => {
    const child = spawn(process.execPath, [MAIN, '--help'], { env: {} });
    child.stdout.destroy();
    const [error] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    assert.deepEqual([child.exitCode, error], [0, '']);
  });
});

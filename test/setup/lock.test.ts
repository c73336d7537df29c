// The lock of setup: one at a time, and no stale lock after a kill.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { releaseLock, takeLock } from '../../src/setup/lock.js';

describe('the lock of a setup', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  const file = path.join(folder, 'lock');

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('is held by a running setup, and free after its end', async () => {
    const script = "process.stdin.resume(); console.log('up')";
    const other = spawn(process.execPath, ['-e', script, 'setup'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(other.stdout, 'data');
    writeFileSync(file, `${other.pid}\n`);
    assert.equal(takeLock(file), other.pid);
    other.kill('SIGKILL');
    await once(other, 'exit');
    assert.equal(takeLock(file), undefined);
    releaseLock(file);
    assert.ok(!existsSync(file));
  });

  it('of a process that is gone is taken over', () => {
    for (const text of ['', 'x', `${process.ppid}\n`]) {
      writeFileSync(file, text);
      assert.equal(takeLock(file), undefined, text);
      releaseLock(file);
    }
  });
});

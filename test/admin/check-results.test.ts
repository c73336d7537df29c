// The results of the last check, as /metrics repeats them.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, it } from 'node:test';
import { checkResults } from '../../src/admin/check-results.js';

const folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
after(() => {
  rmSync(folder, { recursive: true });
});

it('the results of a check are none before the first one, and then those of its file', async () => {
  const file = path.join(folder, 'metrics.prom');
  assert.equal(await checkResults(file), '');
  writeFileSync(file, 'smgw_proxy_check_exit_status 0\n');
  assert.equal(await checkResults(file), 'smgw_proxy_check_exit_status 0\n');
});

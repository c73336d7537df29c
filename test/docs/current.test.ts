// The generated parts of the pages are current, and the prose of the pages keeps the rule.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { PAGES, ROOT } from '../support/pages.js';

/** Runs a script of the checkout; returns what it complains about. */
function complaints(script: string, ...words: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, [`scripts/${script}`, ...words], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

describe('docs/', () => {
  it('has the options and tests that there are', () => {
    assert.equal(complaints('docs.mjs', '--check'), '');
  });

  it('is plain English', () => {
    assert.equal(complaints('prose.mjs', ...PAGES), '');
  });
});

// The notes of a release: the section of its version, or one line that says why there is none.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { scratchFolder } from '../support/deb.js';
import { readPage, ROOT } from '../support/pages.js';

const { version } = JSON.parse(readPage('package.json')) as { version: string };
const SECTION = `## ${version} (2026-11-25)\n\n- One.\n- Two.\n`;

function notes(tag: string, changelog: string): { status: number | null; stdout: string; stderr: string } {
  const file = path.join(scratchFolder(), 'CHANGELOG.md');
  writeFileSync(file, changelog);
  const words = [path.join(ROOT, 'scripts/release-notes.mjs'), tag, file];
  return spawnSync(process.execPath, words, { encoding: 'utf8' });
}

describe('the notes of a release', () => {
  it('are the section of its version', () => {
    const changelog = `# Changes\n\n## 99.0.0 (2026-12-01)\n\n- Later.\n\n${SECTION}\n## 0.0.1 (2026-01-01)\n\n- Before.\n`;
    const { status, stdout } = notes(`v${version}`, changelog);
    assert.equal(status, 0);
    assert.equal(stdout, '- One.\n- Two.\n');
  });

  it('need no day without a tag', () => {
    const { status, stdout } = notes('', `## ${version} (unreleased)\n\n- One.\n`);
    assert.equal(status, 0);
    assert.equal(stdout, '- One.\n');
  });

  for (const [name, tag, changelog, problem] of [
    ['another tag', 'v99.0.0', SECTION, /expected the tag v.* got v99\.0\.0/],
    ['no section', `v${version}`, '# Changes\n', /expected a section/],
    ['no day', `v${version}`, `## ${version} (unreleased)\n\n- One.\n`, /expected a day .* got unreleased/],
    ['no change', `v${version}`, `## ${version} (2026-11-25)\n`, /expected changes/],
  ] as const)
    it(`are refused with ${name}`, () => {
      const { status, stdout, stderr } = notes(tag, changelog);
      assert.equal(status, 1);
      assert.equal(stdout, '');
      assert.match(stderr, problem);
    });
});

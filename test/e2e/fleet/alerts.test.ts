// examples/fleet/prometheus with the real tools: each alert fires for its planted cause, and at nothing else.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { EXAMPLES } from '../../support/fleet-bed.js';
import { missing } from '../../support/requires.js';

const FOLDER = path.join(EXAMPLES, 'prometheus');
const read = (file: string): unknown => parse(readFileSync(path.join(FOLDER, file), 'utf8'));

function succeeds(program: string, ...words: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: FOLDER, encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}${stderr}`);
}

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert?: string }[] }[];
}
interface Cases {
  readonly tests: readonly {
    readonly alert_rule_test: readonly {
      readonly alertname: string;
      readonly exp_alerts: readonly unknown[];
    }[];
  }[];
}

describe('Prometheus for a fleet', () => {
  it('is told by files that it accepts', { skip: missing('promtool') }, () => {
    succeeds('promtool', 'check', 'config', 'prometheus.yml');
  });

  it('raises each alert for its cause', { skip: missing('promtool') }, () => {
    succeeds('promtool', 'test', 'rules', 'rules.test.yml');
  });

  it('has a case that fires, and two that do not, for each alert', () => {
    const alerts = (read('rules.yml') as Rules).groups.flatMap(({ rules }) =>
      rules.flatMap(({ alert = [] }) => alert),
    );
    const cases = (read('rules.test.yml') as Cases).tests.flatMap((each) => each.alert_rule_test);
    const firing = cases.filter((each) => each.exp_alerts.length > 0).map((each) => each.alertname);
    const silent = cases.filter((each) => each.exp_alerts.length === 0).map((each) => each.alertname);
    assert.deepEqual(firing.sort(), [...alerts].sort());
    assert.deepEqual(silent.sort(), [...alerts, ...alerts].sort());
  });

  it('hands its alerts to an Alertmanager that accepts its file', { skip: missing('amtool') }, () => {
    succeeds('amtool', 'check-config', 'alertmanager.yml');
  });
});

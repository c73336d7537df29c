// A small fleet with real Prometheus and Alertmanager: alerts come of their causes, and the dashboard shows them. Times are
// shorter, see fleet-scale. The trial `npm run fleet` has all alerts and 520 gateways, and none may come without a cause.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { FleetAlarms, type AlarmResult } from '../../support/fleet-alarms.js';
import { EXAMPLES } from '../../support/fleet-bed.js';
import { QUICK_CAUSES } from '../../support/fleet-causes.js';
import { ManyPis } from '../../support/many-pis.js';
import { missing, notRoot } from '../../support/requires.js';

const PROGRAMS = ['ip', 'sysctl', 'curl', 'nsenter', 'prometheus', 'prometheus-alertmanager'] as const;
/** Five minutes become four seconds, longer than a program stands still on a loaded machine. */
const SCALE = { factor: 80, interval: '500ms' };
/** A quarter of what counts as "not read" then. */
const ROUND_MS = 20_000;
const LIMIT_MS = 90_000;

/** The queries of all panels, with values for Grafana's variables. */
function dashboardQueries(): string[] {
  const file = path.join(EXAMPLES, 'grafana-dashboard.json');
  const { panels } = JSON.parse(readFileSync(file, 'utf8')) as { panels: { targets: { expr: string }[] }[] };
  return panels
    .flatMap(({ targets }) => targets.map(({ expr }) => expr))
    .map((expr) =>
      expr.replaceAll('$__rate_interval', '1m').replaceAll('$job', 'smgw-proxy').replaceAll('$house', '.*'),
    );
}

describe('Prometheus before a small fleet', { skip: notRoot() || missing(...PROGRAMS) }, () => {
  const fleet = new ManyPis({ pis: QUICK_CAUSES.length + 1, flats: 2 });
  const alarms = new FleetAlarms(fleet, QUICK_CAUSES);
  let results: readonly AlarmResult[];
  before(
    async () => {
      const well = fleet.pis.at(-1);
      assert.ok(well);
      alarms.readings.checked.add(well);
      await alarms.begin(SCALE, ROUND_MS);
      await alarms.prometheus?.until('count(smgw:last_read:age_seconds) == 16', ({ length }) => length > 0);
      results = await alarms.plant(LIMIT_MS);
    },
    { timeout: 2 * LIMIT_MS },
  );
  after(() => alarms.end());

  it('raises an alarm for each cause, and Alertmanager tells of it', () => {
    const silent = results.filter(({ firedAfter, told }) => firedAfter === undefined || told === undefined);
    assert.deepEqual(
      silent.map(({ alert }) => alert),
      [],
    );
  });

  it('has data for every panel of the dashboard', { timeout: LIMIT_MS }, async () => {
    const queries = dashboardQueries();
    assert.ok(queries.length > 15);
    for (const query of queries)
      await alarms.prometheus?.until(query, (samples) =>
        samples.some(({ value }) => Number.isFinite(Number(value[1]))),
      );
  });
});

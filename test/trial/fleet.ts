// Whether each alert of examples/fleet comes of its cause and of nothing else: `npm run fleet`. 40 smgw-proxy processes
// with 13 simulated gateways each, a real Prometheus and Alertmanager. Needs root; takes some ten minutes.
import { setTimeout as pause } from 'node:timers/promises';
import { FleetAlarms } from '../support/fleet-alarms.js';
import { CAUSES } from '../support/fleet-causes.js';
import { ManyPis } from '../support/many-pis.js';

const SIZE = { pis: 40, flats: 13 };
/** A minute for an hour, and 180 seconds for all that is longer than three hours. */
const SCALE = { factor: 60, interval: '1s' };
/** Longer than each time of the rules, in ms. */
const HEALTHY_MS = 200_000;
const LIMIT_MS = 300_000;

const fleet = new ManyPis(SIZE);
const alarms = new FleetAlarms(fleet, CAUSES);
const since = performance.now();
const say = (words: string): void => {
  console.log(`${((performance.now() - since) / 1000).toFixed().padStart(4)} s: ${words}`);
};
try {
  await alarms.begin(SCALE);
  say(`${SIZE.pis} × ${SIZE.flats} forwards are scraped and read`);
  await pause(HEALTHY_MS);
  say(`healthy for ${HEALTHY_MS / 1000} s; alerts: ${alarms.names.join(', ') || 'none'}`);
  for (const [what, query] of [
    ['samples of a scrape', 'max(scrape_samples_scraped)'],
    ['samples in all', 'sum(scrape_samples_scraped)'],
    ['longest scrape in s', 'max(max_over_time(scrape_duration_seconds[2m]))'],
    ['gateways that are up', 'sum(smgw_proxy_target_up)'],
    ['MB of all processes', 'sum(process_resident_memory_bytes) / 1e6'],
    ['CPU of all processes in cores', 'sum(rate(process_cpu_seconds_total[2m]))'],
  ] as const)
    say(`${what}: ${Number((await alarms.prometheus?.query(query))?.[0]?.value[1] ?? NaN).toPrecision(4)}`);
  const results = await alarms.plant(LIMIT_MS);
  console.log('| alert | cause | fired after | told as |\n|---|---|---|---|');
  for (const { alert, cause, firedAfter, told } of results)
    console.log(`| ${alert} | ${cause} | ${firedAfter?.toFixed(1) ?? 'never'} s | ${told ?? 'never'} |`);
  say(`alerts that follow from no cause: ${alarms.strays.join(', ') || 'none'}`);
  const isRight = results.every(({ firedAfter }) => firedAfter !== undefined) && alarms.strays.length === 0;
  process.exitCode = isRight ? 0 : 1;
} finally {
  await alarms.end();
}

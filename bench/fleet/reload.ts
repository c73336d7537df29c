// Reloads of 500 forwards under traffic, beside windows of the same length without a reload.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../children.js';
import { median } from '../statistics.js';
import { ALL, FORWARDS, openGateways, say, smgwProxy, startFleet, until, yaml } from './scene.js';
import { Traffic } from './traffic.js';

const ROUNDS = 10;
const SETTLE_MS = 3000;
/** A reload and what comes after it. */
const WINDOW_MS = 1500;
const BURSTS = fileURLToPath(new URL('../measure/bursts.js', import.meta.url));

const RELOADS: readonly (readonly [string, string | undefined])[] = [
  ['no reload', undefined],
  ['unchanged', yaml(ALL)],
  [
    'one changed, one added, one removed',
    yaml([{ name: 'changed', at: 1 }, ...ALL.slice(2, -1), { name: 'added', at: FORWARDS }]),
  ],
  ['a default that changes all', yaml(ALL, 'connect-timeout: 4s\n')],
  ['a mistake', `${yaml(ALL)}  - name: wrong\n    target: nowhere:0\n`],
];

/** In ms, of each round. */
interface Longest {
  readonly work: number[];
  readonly ping: number[];
  readonly connection: number[];
}

/** The longest work of the main thread without a pause since the last look, in ms of CPU time. */
function longestWork(file: string): number {
  const found = existsSync(file) ? readFileSync(file, 'utf8').split('\n').map(Number) : [];
  rmSync(file, { force: true });
  return Math.max(0, ...found);
}

export async function measureReload(main?: string): Promise<void> {
  const gateways = await openGateways();
  const bursts = path.join(temporaryFolder(), 'bursts');
  process.env.BENCH_BURSTS = bursts;
  const program = smgwProxy(main, ['--import', BURSTS]);
  const running = await startFleet(program);
  const answers = (): number =>
    readFileSync(running.output, 'utf8').split(/configuration reloaded|stays in force/).length;
  const traffic = new Traffic();
  traffic.begin();
  await sleep(SETTLE_MS);
  const found = new Map(
    RELOADS.map(([what]): [string, Longest] => [what, { work: [], ping: [], connection: [] }]),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [what, text] of RELOADS) {
      traffic.taken();
      longestWork(bursts);
      const before = answers();
      if (text !== undefined) {
        writeFileSync(program.config, text);
        running.reload();
        await until(() => answers() > before);
      }
      await sleep(WINDOW_MS);
      const { ping, connection } = traffic.taken();
      found.get(what)?.work.push(longestWork(bursts));
      found.get(what)?.ping.push(ping);
      found.get(what)?.connection.push(connection);
    }
  }
  traffic.end();
  await running.stop();
  for (const gateway of gateways) gateway.close();
  const text = (values: readonly number[]): string =>
    `${median(values).toFixed(0)} (${Math.max(...values).toFixed(0)})`;
  for (const [what, { work, ping, connection }] of found)
    say(
      `${program.name}, ${what}: ms, median (longest): work at a stretch ${text(work)} CPU, ping ${text(ping)}, new connection ${text(connection)}`,
    );
}

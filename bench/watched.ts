// What it costs to be watched: forwarding with and without somebody who asks for /status and /metrics meanwhile, and
// how long an answer takes. Rounds in turn on two programs that are alike but for --admin.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../test/support/program.js';
import { cleanUpAtExit, temporaryFolder } from './children.js';
import { start, type Running } from './forwarders/running.js';
import { SMGW_PROXY } from './forwarders/smgw-proxy.js';
import { Load } from './load.js';
import { roundRatios, summarize } from './statistics.js';
import { withProcessorTime } from './workloads/workload.js';

const ROUNDS = 10;
const WINDOW_MS = 4000;
const PER_SECOND = 1000;
/** As often as the page asks that is open; Prometheus asks more seldom. */
const ASK_EVERY_MS = 2000;

interface Measured {
  /** New connections each second, as many as there could be. */
  readonly rate: number;
  /** Processor time of a connection in µs, at PER_SECOND of them. */
  readonly cpu: number;
}

/** Asks until stopped; returns how long each answer of /status took, in ms. */
function watch(adminPort: number): () => Promise<readonly number[]> {
  const answers: number[] = [];
  const over = new AbortController();
  const asking = (async () => {
    while (!over.signal.aborted) {
      const began = performance.now();
      const status = await fetch(`http://127.0.0.1:${adminPort}/status`);
      await status.text();
      if (!status.ok) throw new Error(`/status answered ${status.status}`);
      answers.push(performance.now() - began);
      await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text();
      await sleep(ASK_EVERY_MS);
    }
  })();
  return async () => {
    over.abort();
    await asking;
    return answers;
  };
}

async function measure(load: Load, running: Running): Promise<Measured> {
  const { port } = running;
  const full = await load.all('visit', port, WINDOW_MS);
  const atPace = () => load.all('visit', port, WINDOW_MS, PER_SECOND / full.length);
  const [paced, seconds = NaN] = await withProcessorTime(running, atPace);
  const count = paced.reduce((sum, each) => sum + each.count, 0);
  return {
    rate: full.reduce((sum, each) => sum + each.count / each.seconds, 0),
    cpu: (seconds * 1e6) / count,
  };
}

function line(what: string, values: readonly number[], unit = ''): void {
  const { median, min, max } = summarize(values) ?? { median: NaN, min: NaN, max: NaN };
  console.log(`${what}: ${median.toFixed(2)}${unit} (${min.toFixed(2)} to ${max.toFixed(2)})`);
}

cleanUpAtExit();
const [load, folder, adminPort] = [new Load(), temporaryFolder(), await freePort()];
await load.start();
const watchedProgram = {
  ...SMGW_PROXY,
  command: (place: Parameters<typeof SMGW_PROXY.command>[0]) => [
    ...SMGW_PROXY.command(place),
    ...['--admin', `127.0.0.1:${adminPort}`],
  ],
};
const [alone, watched] = [
  await start(SMGW_PROXY, load.port, folder),
  await start(watchedProgram, load.port, folder),
];
for (const { port } of [alone, watched]) await load.all('visit', port, WINDOW_MS);
const [before, after, answers]: [Measured[], Measured[], number[]] = [[], [], []];
for (let round = 0; round < ROUNDS; round += 1) {
  const watchedNow = async (): Promise<void> => {
    const stopWatching = watch(adminPort);
    after.push(await measure(load, watched));
    answers.push(...(await stopWatching()));
  };
  const aloneNow = async (): Promise<void> => {
    before.push(await measure(load, alone));
  };
  for (const part of round % 2 === 0 ? [aloneNow, watchedNow] : [watchedNow, aloneNow]) await part();
  console.error(`round ${round + 1} of ${ROUNDS}`);
}
const ratio = (field: keyof Measured): number[] =>
  roundRatios(
    after.map((each) => each[field]),
    before.map((each) => each[field]),
  );
line(`/status while connections come at ${PER_SECOND}/s and faster`, answers, ' ms');
line('new connections, watched : alone', ratio('rate'));
line(`CPU per connection at ${PER_SECOND}/s, watched : alone`, ratio('cpu'));
await load.end();
process.exit();

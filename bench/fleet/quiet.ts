// The CPU time of 500 forwards while little happens: idle, scraped by Prometheus, and with all gateways down.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { mainThreadSeconds, processorSeconds, residentBytes, wakeUps } from '../measure/process.js';
import { median } from '../statistics.js';
import { ADMIN, ALL, FORWARDS, listenerOf, openGateways, PORT, say, smgwProxy, startFleet } from './scene.js';

const SETTLE_MS = 5000;
/** Until each gateway has been tried at the longest distance. */
const DOWN_SETTLE_MS = 40_000;
const WATCH_MS = 30_000;
const SCRAPES = 12;
const SCRAPE_EVERY_MS = 1500;

async function watch(pid: number, what: string): Promise<void> {
  const [cpu, wakes] = [processorSeconds(pid), wakeUps(pid)];
  await sleep(WATCH_MS);
  const seconds = WATCH_MS / 1000;
  const share = (100 * (processorSeconds(pid) - cpu)) / seconds;
  const perSecond = (wakeUps(pid) - wakes) / seconds;
  say(
    `${what}: ${share.toFixed(2)} % CPU, ${perSecond.toFixed(1)} wake-ups/s, ${(residentBytes(pid) / 1e6).toFixed(0)} MB`,
  );
}

/** The cost of one answer, in a process that idles otherwise. */
async function ask(pid: number, place: string): Promise<void> {
  const [costs, ofMain, times]: [number[], number[], number[]] = [[], [], []];
  let bytes = 0;
  for (let at = 0; at < SCRAPES; at += 1) {
    const [cpu, main, began] = [processorSeconds(pid), mainThreadSeconds(pid), performance.now()];
    const answer = await fetch(`http://${ADMIN}${place}`);
    bytes = (await answer.arrayBuffer()).byteLength;
    times.push(performance.now() - began);
    // With what follows the answer.
    await sleep(SCRAPE_EVERY_MS);
    costs.push(1000 * (processorSeconds(pid) - cpu));
    ofMain.push(1000 * (mainThreadSeconds(pid) - main));
  }
  const [cost, own] = [costs, ofMain].map(
    (each) =>
      `${median(each).toFixed(0)} (${Math.min(...each).toFixed(0)} to ${Math.max(...each).toFixed(0)})`,
  );
  say(
    `${place}: ${cost} ms CPU, ${own} of the main thread, answer after ${median(times).toFixed(0)} ms, ${(bytes / 1000).toFixed(0)} kB`,
  );
}

export async function measureQuiet(main?: string): Promise<void> {
  const gateways = await openGateways();
  const program = smgwProxy(main);
  const { pid, ...running } = await startFleet(program);
  await sleep(SETTLE_MS);
  await watch(pid, `${program.name}, idle`);
  await ask(pid, '/metrics');
  await ask(pid, '/status');
  for (const gateway of gateways) gateway.close();
  for (const { at } of ALL) connect({ host: listenerOf(at), port: PORT }).on('error', () => undefined);
  await sleep(DOWN_SETTLE_MS);
  await watch(pid, `${program.name}, ${FORWARDS} gateways down`);
  await running.stop();
}

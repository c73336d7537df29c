// Loaded into a forwarder by --import: writes each long stretch of work that its main thread did without a pause.
// In CPU time, which other work on the machine does not lengthen.
import { appendFileSync, readFileSync } from 'node:fs';

const FILE = process.env.BENCH_BURSTS ?? '';
const LOOK_MS = 1;
/** Shorter ones are not written, in ms. */
const SHORTEST = 4;
const SCHEDSTAT = `/proc/self/task/${process.pid}/schedstat`;

const cpuMs = (): number => Number(readFileSync(SCHEDSTAT, 'latin1').split(' ')[0]) / 1e6;

let before = cpuMs();
setInterval(() => {
  const now = cpuMs();
  if (now - before > SHORTEST) appendFileSync(FILE, `${(now - before).toFixed(1)}\n`);
  before = cpuMs();
}, LOOK_MS).unref();

// What the connection log costs: CPU time of the forwarder per short connection, with the log on and off in turn.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.js', import.meta.url));
const ROUNDS = 15;
/** Connections of one forwarder in one round. */
const CONNECTIONS = 2000;
const AT_ONCE = 16;
/** Before the first round: a service runs for years, so what is measured is compiled code. */
const WARM_UP = 10_000;
/** USER_HZ, in which /proc counts CPU time: 100 on every Linux that Node runs on. */
const TICK_MS = 10;
/** Three ports from here on, from a range from which the kernel gives none to outgoing connections. */
const PORT = 20_000 + Math.floor(Math.random() * 12_000);

const FORMATS = {
  off: ['--log-level', 'error'],
  text: ['--log-format', 'text'],
  json: ['--log-format', 'json'],
} as const;
type Format = keyof typeof FORMATS;
const NAMES = ['off', 'text', 'json'] as const satisfies Format[];

/** User and system time of a process so far, in ms: fields 14 and 15 of proc_pid_stat(5). */
function cpuTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** One question, one answer, and the end. */
async function exchange(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.end('question').resume();
  await once(socket, 'close');
}

async function load(port: number, connections: number): Promise<void> {
  let left = connections;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await exchange(port);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

interface Forwarder {
  readonly child: ChildProcess;
  readonly port: number;
  /** CPU time per connection of each round, in µs. */
  readonly results: number[];
}

async function startForwarder(port: number, target: number, format: Format): Promise<Forwarder> {
  const args = [MAIN, '--listen', `127.0.0.1:${port}`, '--target', `127.0.0.1:${target}`, ...FORMATS[format]];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  await listening(child, port);
  await load(port, WARM_UP);
  return { child, port, results: [] };
}

/** With the log off nothing says that the forwarder listens: ask until it answers, or has ended. */
async function listening(child: ChildProcess, port: number): Promise<void> {
  while (child.exitCode === null) {
    try {
      await exchange(port);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error('the forwarder could not start');
}

async function measure({ child, port, results }: Forwarder): Promise<void> {
  const pid = child.pid ?? 0;
  const before = cpuTime(pid);
  await load(port, CONNECTIONS);
  results.push(((cpuTime(pid) - before) * 1000) / CONNECTIONS);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

/** Round by round: what disturbs the machine disturbs neighbours alike. */
function report(format: Format, { results }: Forwarder, off: Forwarder): void {
  const shares = results.map((µs, round) => (1 - (off.results[round] ?? NaN) / µs) * 100);
  const share = format === 'off' ? '' : `, the log's share ${median(shares).toFixed(1)} %`;
  console.log(`log ${format.padEnd(4)} ${median(results).toFixed(0)} µs CPU per connection${share}`);
}

const target = createServer((socket) =>
  socket
    .on('error', () => undefined)
    .resume()
    .end('answer'),
).listen(0, '127.0.0.1');
await once(target, 'listening');
const { port } = target.address() as AddressInfo;
const forwarders: Forwarder[] = [];
try {
  console.error('warming up …');
  for (const [index, format] of NAMES.entries()) {
    forwarders.push(await startForwarder(PORT + index, port, format));
  }
  for (let round = 1; round <= ROUNDS; round += 1) {
    console.error(`round ${round} of ${ROUNDS} …`);
    for (const forwarder of forwarders) await measure(forwarder);
  }
} finally {
  for (const { child } of forwarders) child.kill();
  target.close();
}
console.log(
  `Node.js ${process.versions.node}, ${CONNECTIONS} short connections a round, ${ROUNDS} rounds; medians`,
);
const [off] = forwarders;
forwarders.forEach((forwarder, index) => {
  if (off !== undefined) report(NAMES[index] ?? 'off', forwarder, off);
});

// What the connection log costs: CPU time of the forwarder per short connection, with the log on and off in turn.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.js', import.meta.url));
const ROUNDS = 7;
const CONNECTIONS = 3000;
const AT_ONCE = 16;
const WARM_UP = 1000;
/** USER_HZ, in which /proc counts CPU time: 100 on every Linux that Node runs on. */
const TICK_MS = 10;
/** From a range from which the kernel gives no ports to outgoing connections. */
const PORT = 20_000 + Math.floor(Math.random() * 12_000);

const FORMATS = {
  off: ['--log-level', 'error'],
  text: ['--log-format', 'text'],
  json: ['--log-format', 'json'],
} as const;
type Format = keyof typeof FORMATS;

/** User and system time of a process so far, in ms: fields 14 and 15 of proc_pid_stat(5). */
function cpuTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** One question, one answer, and the end. */
async function exchange(): Promise<void> {
  const socket = connect(PORT, '127.0.0.1');
  socket.end('question').resume();
  await once(socket, 'close');
}

async function load(connections: number): Promise<void> {
  let left = connections;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await exchange();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function startForwarder(target: number, format: Format): Promise<ChildProcess> {
  const args = [MAIN, '--listen', `127.0.0.1:${PORT}`, '--target', `127.0.0.1:${target}`, ...FORMATS[format]];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  await listening(child);
  return child;
}

/** With the log off nothing says that the forwarder listens: ask until it answers, or has ended. */
async function listening(child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    try {
      await exchange();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error('the forwarder could not start');
}

/** CPU time per connection, in µs. */
async function measure(target: number, format: Format): Promise<number> {
  const child = await startForwarder(target, format);
  try {
    const pid = child.pid ?? 0;
    await load(WARM_UP);
    const before = cpuTime(pid);
    await load(CONNECTIONS);
    return ((cpuTime(pid) - before) * 1000) / CONNECTIONS;
  } finally {
    child.kill();
    await once(child, 'exit');
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

const target = createServer((socket) =>
  socket
    .on('error', () => undefined)
    .resume()
    .end('answer'),
).listen(0, '127.0.0.1');
await once(target, 'listening');
const { port } = target.address() as AddressInfo;
const results: Record<Format, number[]> = { off: [], text: [], json: [] };
for (let round = 1; round <= ROUNDS; round += 1) {
  console.error(`round ${round} of ${ROUNDS} …`);
  for (const format of ['off', 'text', 'json'] as const) results[format].push(await measure(port, format));
}
target.close();
console.log(
  `Node.js ${process.versions.node}, ${CONNECTIONS} short connections a round, ${ROUNDS} rounds; medians`,
);
for (const format of ['off', 'text', 'json'] as const) {
  // Round by round: what disturbs the machine disturbs neighbours alike.
  const shares = results[format].map((µs, round) => (1 - (results.off[round] ?? NaN) / µs) * 100);
  const share = format === 'off' ? '' : `, the log's share ${median(shares).toFixed(1)} %`;
  console.log(`log ${format.padEnd(4)} ${median(results[format]).toFixed(0)} µs CPU per connection${share}`);
}

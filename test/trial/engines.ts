// How far Prometheus, HAProxy and the kernel's rules go before one processor is full: `npm run engines`. Needs root.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processorSeconds, raiseDescriptorLimit, residentBytes } from '../../bench/measure/process.js';
import { EXAMPLES } from '../support/fleet-bed.js';
import { startProgram, type Program } from '../support/program.js';
import { Prometheus } from '../support/prometheus.js';

const PIS = fileURLToPath(new URL('../support/many-pis-process.js', import.meta.url));
const ADMIN_PORT = 8081;
/** Gateways of one Raspberry Pi. */
const FORWARDS = 13;
/** How long each engine is left alone first, and then measured, in ms: three scrapes of 15 s. */
const [WARM_UP_MS, MEASURED_MS] = [35_000, 45_000];
const MIB = 2 ** 20;

/** The address of the nth Raspberry Pi on loopback. */
const address = (n: number): string => `127.1.${n >> 8}.${n & 255}`;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** The metrics of a real process after a connection to each of its forwards, and the price of its health. */
async function realMetrics(): Promise<string> {
  const gateway = createServer((socket) => socket.on('error', () => undefined).end('answer'));
  await once(gateway.listen(0, '127.0.0.1'), 'listening');
  const { port } = gateway.address() as { port: number };
  const forwards = upTo(FORWARDS).map(
    (n) => `  - {name: flat-${n}, listen: ${9000 + n}, target: 127.0.0.1:${port}}\n`,
  );
  const file = path.join(folder, 'config.yaml');
  writeFileSync(file, `admin: 127.0.0.1:${ADMIN_PORT}\nadmin-host: [pi]\nforwards:\n${forwards.join('')}`);
  const program = await startProgram(['--config', file], { listen: [] });
  await program.line(({ event }) => event === 'listening', FORWARDS);
  for (const n of upTo(FORWARDS)) {
    const socket = connect(9000 + n, '127.0.0.1').resume();
    socket.end('question');
    await once(socket, 'close');
  }
  const text = await (await fetch(`http://127.0.0.1:${ADMIN_PORT}/metrics`)).text();
  console.log(await health(program));
  await program.stop();
  gateway.close();
  return text;
}

/** Processor time for each second, of one processor, and resident memory. */
async function load(pid: number): Promise<{ readonly percent: number; readonly mib: number }> {
  await pause(WARM_UP_MS);
  const [before, since] = [processorSeconds(pid), performance.now()];
  await pause(MEASURED_MS);
  const seconds = (performance.now() - since) / 1000;
  return {
    percent: (100 * (processorSeconds(pid) - before)) / seconds,
    mib: residentBytes(pid) / MIB,
  };
}

async function prometheus(count: number): Promise<string> {
  const place = mkdtempSync(path.join(folder, 'prometheus-'));
  mkdirSync(path.join(place, 'pis'));
  for (const name of ['prometheus.yml', 'rules.yml'])
    writeFileSync(path.join(place, name), readFileSync(`${EXAMPLES}prometheus/${name}`));
  const houses = upTo(count).map((n) => ({
    targets: [`${address(n)}:${ADMIN_PORT}`],
    labels: { house: `house-${n}` },
  }));
  writeFileSync(path.join(place, 'pis/all.yml'), JSON.stringify(houses));
  const engine = new Prometheus(path.join(place, 'prometheus.yml'), '127.0.0.1:9090');
  const { percent, mib } = await load(engine.pid);
  const own = await (await fetch('http://127.0.0.1:9090/metrics')).text();
  const value = (name: string): number => Number(new RegExp(`^${name}\\S* (.+)$`, 'm').exec(own)?.[1]);
  const [up] = await engine.query('sum(up)');
  await engine.stop();
  const series = value('prometheus_tsdb_head_series');
  const rules = `rules ${(1000 * value('prometheus_rule_group_last_duration_seconds')).toFixed()} ms`;
  const targets = `${up?.value[1] ?? 0} of ${count} up`;
  return row(
    'Prometheus',
    targets,
    count * FORWARDS,
    series,
    percentage(percent),
    `${mib.toFixed()} MiB`,
    rules,
  );
}

async function haproxy(count: number): Promise<string> {
  const [head = ''] = readFileSync(`${EXAMPLES}haproxy.cfg`, 'utf8').split('\nbackend ');
  const sections = upTo(count).map((n) => {
    const [pi, other] = [address(2 * n), address(2 * n + 1)];
    return `listen flat-${n}
  bind 127.0.0.1:${10_000 + n}
  server pi1 ${pi}:8441
  server pi2 ${other}:8441 backup
`;
  });
  const file = path.join(folder, `haproxy-${count}.cfg`);
  writeFileSync(file, `${head}\n${sections.join('\n')}`);
  const engine = start('haproxy', '-db', '-f', file);
  const { percent, mib } = await load(engine.pid ?? 0);
  await end(engine);
  return row('HAProxy', count, `${8 * count} checks/s`, percentage(percent), `${mib.toFixed()} MiB`);
}

const QUESTIONS = 20_000;

/** The kernel's time to find the way of a gateway among the rules of the others, which it reads one by one. */
function rules(count: number): string {
  const setUp =
    'link add eth1 type veth peer name other\naddress add 10.11.120.1/24 dev eth1\nlink set eth1 up\nlink set other up\n';
  const rule = (n: number): string => `rule add priority ${1000 + n} from ${address(n)} table ${1000 + n}\n`;
  const question = 'route get 10.11.120.2 from 10.11.120.1\n'.repeat(QUESTIONS);
  const ask = (input: string): number => {
    const since = performance.now();
    spawnSync('ip', ['-batch', '-'], { input, stdio: ['pipe', 'ignore', 'inherit'] });
    return ((performance.now() - since) * 1000) / QUESTIONS;
  };
  ask(setUp);
  const times = [0, 1, 2].map(() => {
    const without = ask(question);
    ask(upTo(count).map(rule).join(''));
    const within = ask(question);
    ask(upTo(count).map(rule).join('').replaceAll('rule add', 'rule delete'));
    return [without, within] as const;
  });
  ask('link delete eth1\n');
  const [without, within] = [0, 1].map((each) => Math.min(...times.map((time) => time[each] ?? Infinity)));
  return row('rules', count, `${without?.toFixed(1)} µs without`, `${within?.toFixed(1)} µs with them`);
}

const HEALTH_REQUESTS = 5000;

/** The processor time of smgw-proxy for a check of HAProxy: a connection and one request. */
async function health(program: Program): Promise<string> {
  const since = processorSeconds(program.pid);
  for (let each = 0; each < HEALTH_REQUESTS; each += 1) {
    const socket = connect(ADMIN_PORT, '127.0.0.1').resume();
    socket.write('GET /readyz/flat-7 HTTP/1.1\r\nHost: pi\r\nConnection: close\r\n\r\n');
    await once(socket, 'close');
  }
  const ms = (1000 * (processorSeconds(program.pid) - since)) / HEALTH_REQUESTS;
  return row('smgw-proxy', `${ms.toFixed(2)} ms for a check`);
}

const percentage = (percent: number): string => `${percent.toFixed(1)} %`;
const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

function start(file: string, ...words: readonly string[]): ChildProcess {
  // HAProxy tells of each check that the stand-ins answer too late.
  return spawn(file, words, { stdio: 'ignore' });
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** In a network of its own, of which loopback is all. */
async function measure(): Promise<void> {
  raiseDescriptorLimit(100_000);
  const metricsFile = path.join(folder, 'metrics');
  writeFileSync(metricsFile, await realMetrics());
  const pis = spawn(process.execPath, [PIS, `${ADMIN_PORT}`, metricsFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(pis.stdout, 'data');
  for (const count of [100, 500]) console.log(rules(count));
  for (const count of [40, 400, 1600]) console.log(await prometheus(count));
  for (const count of [12, 100, 500]) console.log(await haproxy(count));
  await end(pis);
}

const folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-engines-'));
try {
  if (process.argv[2] === 'inside') await measure();
  else {
    const inside = 'ip link set lo up && exec "$@"';
    const words = [
      '--net',
      'sh',
      '-c',
      inside,
      'sh',
      process.execPath,
      fileURLToPath(import.meta.url),
      'inside',
    ];
    process.exitCode = spawnSync('unshare', words, { stdio: 'inherit' }).status ?? 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}

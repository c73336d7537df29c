// 500 forwards in one process: start, what a reload costs the connections beside it, and idle CPU; beside HAProxy.
// node dist/bench/fleet.js [smgw-proxy.cjs of another version]
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { TCP_TABLES } from '../src/machine/proc-net-tcp.js';
import { cleanUpAtExit, startProgram, stop, temporaryFolder } from './children.js';
import { onPath } from './forwarders/on-path.js';
import { processorSeconds, residentBytes, wakeUps } from './measure/process.js';

const FORWARDS = 500;
const PINGING = 40;
const PING_EVERY_MS = 20;
const CONNECT_EVERY_MS = 10;
const QUIET_MS = 3000;
const IDLE_MS = Number(process.env.IDLE_MS ?? 20_000);
const OWN = fileURLToPath(new URL('../bundle/smgw-proxy.cjs', import.meta.url));
const BURSTS = fileURLToPath(new URL('measure/bursts.js', import.meta.url));

/** Gateway `at` has an address of its own; all listen on one port. */
const hostOf = (at: number, net: number): string => `127.${net}.${Math.floor(at / 100)}.${(at % 100) + 1}`;
const TARGETS = 20;
const LISTENS = 30;
const PORT = 18_443;

interface Entry {
  readonly name: string;
  readonly at: number;
}
const ALL: readonly Entry[] = Array.from({ length: FORWARDS }, (_, at) => ({
  name: `house${at % 40}-gw${at}`,
  at,
}));

function yaml(entries: readonly Entry[], top = ''): string {
  const rows = entries.map(
    ({ name, at }) =>
      `  - name: ${name}\n    listen: ${hostOf(at, LISTENS)}:${PORT}\n    target: ${hostOf(at, TARGETS)}:${PORT}\n`,
  );
  return `${top}max-connections-per-client: 0\nforwards:\n${rows.join('')}`;
}

function haproxy(): string {
  const rows = ALL.map(
    ({ name, at }) =>
      `listen ${name}\n  bind ${hostOf(at, LISTENS)}:${PORT}\n  server target ${hostOf(at, TARGETS)}:${PORT}\n`,
  );
  return `global\n  nbthread 1\n  maxconn 1000\ndefaults\n  mode tcp\n  timeout connect 5s\n  timeout client 1h\n  timeout server 1h\n${rows.join('')}`;
}

async function openTargets(): Promise<Server[]> {
  const servers = ALL.map(({ at }) => {
    const server = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    return server.listen(PORT, hostOf(at, TARGETS));
  });
  await Promise.all(servers.map((server) => once(server, 'listening')));
  return servers;
}

const wanted = PORT.toString(16).toUpperCase().padStart(4, '0');
/** Ports of the forwarder that are open: 127.30.x.y, as /proc/net/tcp writes it. */
function openPorts(): number {
  const own = new RegExp(`^ *\\d+: ....${LISTENS.toString(16).toUpperCase()}7F:${wanted} \\S+ 0A`, 'gm');
  return readFileSync(TCP_TABLES.IPv4, 'latin1').match(own)?.length ?? 0;
}

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await sleep(2);
}

/** The longest answer, in ms, of pings on live connections and of new connections. */
class Load {
  private longest = { ping: 0, connection: 0 };
  private readonly timers: NodeJS.Timeout[] = [];

  begin(): void {
    for (let at = 0; at < PINGING; at += 1) this.ping(at);
    let at = 0;
    this.timers.push(setInterval(() => this.open((at += 1) % FORWARDS), CONNECT_EVERY_MS));
  }

  /** The longest since the last call. */
  taken(): string {
    const { ping, connection } = this.longest;
    this.longest = { ping: 0, connection: 0 };
    return `longest ping ${ping.toFixed(0)} ms, longest new connection ${connection.toFixed(0)} ms`;
  }

  end(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  private ping(at: number): void {
    const socket = connect({ host: hostOf(at, LISTENS), port: PORT, noDelay: true });
    let asked = 0;
    socket
      .on('error', () => undefined)
      .on('data', () => {
        this.longest.ping = Math.max(this.longest.ping, performance.now() - asked);
        asked = 0;
      });
    const timer = setInterval(() => {
      if (asked !== 0) return;
      asked = performance.now();
      socket.write('?');
    }, PING_EVERY_MS);
    this.timers.push(timer);
  }

  private open(at: number): void {
    const began = performance.now();
    const socket = connect({ host: hostOf(at, LISTENS), port: PORT });
    socket
      .on('error', () => undefined)
      .once('data', () => {
        this.longest.connection = Math.max(this.longest.connection, performance.now() - began);
        socket.end();
      });
    socket.write('?');
  }
}

const RELOADS: readonly (readonly [string, string])[] = [
  ['unchanged', yaml(ALL)],
  [
    'one changed, one added, one removed',
    yaml([{ name: 'changed', at: 1 }, ...ALL.slice(2, -1), { name: 'added', at: FORWARDS }]),
  ],
  ['a default that changes all', yaml(ALL, 'connect-timeout: 4s\n')],
  ['a mistake', `${yaml(ALL)}  - name: wrong\n    target: nowhere:0\n`],
];

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

async function idle(pid: number, name: string): Promise<void> {
  const [cpu, wakes] = [processorSeconds(pid), wakeUps(pid)];
  await sleep(IDLE_MS);
  const seconds = IDLE_MS / 1000;
  const share = (100 * (processorSeconds(pid) - cpu)) / seconds;
  say(`  ${name}: ${share.toFixed(2)} % CPU, ${((wakeUps(pid) - wakes) / seconds).toFixed(1)} wake-ups/s`);
}

async function measure(main: string, name: string): Promise<void> {
  const folder = temporaryFolder();
  const [config, output] = [path.join(folder, 'config.yaml'), path.join(folder, 'log')];
  const bursts = path.join(folder, 'bursts');
  const longestBurst = (): string => {
    const found = existsSync(bursts) ? readFileSync(bursts, 'utf8').split('\n').map(Number) : [];
    rmSync(bursts, { force: true });
    return `${Math.max(0, ...found).toFixed(0)} ms of work at a stretch`;
  };
  const targets = await openTargets();
  writeFileSync(config, yaml(ALL));
  process.env.BENCH_BURSTS = bursts;
  const command = [
    process.execPath,
    '--import',
    BURSTS,
    main,
    'run',
    '--config',
    config,
    '--log-format',
    'text',
  ];
  const began = performance.now();
  const child = startProgram(command, output);
  await until(() => openPorts() === FORWARDS);
  const { pid = 0 } = child;
  say(
    `${name}: start ${(performance.now() - began).toFixed(0)} ms, ${(residentBytes(pid) / 1e6).toFixed(0)} MB`,
  );
  await sleep(2000);
  await idle(pid, 'idle');
  const load = new Load();
  load.begin();
  await sleep(QUIET_MS);
  load.taken();
  longestBurst();
  await sleep(QUIET_MS);
  say(`  no reload: ${longestBurst()}; ${load.taken()}`);
  const count = (): number =>
    readFileSync(output, 'utf8').split(/configuration reloaded|stays in force/).length;
  for (const [what, text] of [...RELOADS, ...RELOADS.slice(0, 1)]) {
    writeFileSync(config, text);
    const [before, cpu, at] = [count(), processorSeconds(pid), performance.now()];
    child.kill('SIGHUP');
    await until(() => count() > before);
    const took = performance.now() - at;
    await sleep(500);
    const cost = 1000 * (processorSeconds(pid) - cpu);
    say(
      `  reload, ${what}: ${longestBurst()}; ${load.taken()}; after ${took.toFixed(0)} ms, ${cost.toFixed(0)} ms CPU`,
    );
  }
  load.end();
  say(`  ${(residentBytes(pid) / 1e6).toFixed(0)} MB`);
  for (const target of targets) target.close();
  for (const { at } of ALL) connect({ host: hostOf(at, LISTENS), port: PORT }).on('error', () => undefined);
  await sleep(10_000);
  await idle(pid, `${FORWARDS} targets down`);
  await stop(child);
}

async function measureHaproxy(): Promise<void> {
  const program = onPath('haproxy');
  if (program === undefined) return;
  const folder = temporaryFolder();
  const file = path.join(folder, 'haproxy.cfg');
  writeFileSync(file, haproxy());
  const began = performance.now();
  const child = startProgram([program, '-db', '-f', file], path.join(folder, 'log'));
  await until(() => openPorts() === FORWARDS);
  say(`HAProxy: start ${(performance.now() - began).toFixed(0)} ms`);
  await stop(child);
}

cleanUpAtExit();
const [other] = process.argv.slice(2);
await measureHaproxy();
if (other !== undefined) await measure(other, other);
await measure(OWN, 'smgw-proxy');
process.exit(0);

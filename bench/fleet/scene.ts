// The scene of the fleet's benchmark: 500 gateways, each at an address of its own, and forwarders with a forward for each.
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { LISTENING, TCP_TABLES } from '../../src/machine/proc-net-tcp.js';
import { accepts } from '../../test/support/sockets.js';
import { startProgram, stop, temporaryFolder } from '../children.js';
import { onPath } from '../forwarders/on-path.js';
import { mainThreadSeconds } from '../measure/process.js';

export const FORWARDS = 500;
export const PORT = 18_443;
export const ADMIN = '127.0.0.1:18444';

/** Gateways are at 127.20.…, the listeners of their forwards at 127.30.… */
const hostOf = (at: number, net: number): string => `127.${net}.${Math.floor(at / 100)}.${(at % 100) + 1}`;
export const gatewayOf = (at: number): string => hostOf(at, 20);
export const listenerOf = (at: number): string => hostOf(at, 30);

export interface Entry {
  readonly name: string;
  readonly at: number;
}
export const ALL: readonly Entry[] = Array.from({ length: FORWARDS }, (_, at) => ({
  name: `house${at % 40}-gw${at}`,
  at,
}));

export function yaml(entries: readonly Entry[], top = ''): string {
  const rows = entries.map(
    ({ name, at }) =>
      `  - name: ${name}\n    listen: ${listenerOf(at)}:${PORT}\n    target: ${gatewayOf(at)}:${PORT}\n`,
  );
  return `${top}admin: ${ADMIN}\nmax-connections-per-client: 0\nforwards:\n${rows.join('')}`;
}

function haproxyConfig(): string {
  const rows = ALL.map(
    ({ name, at }) =>
      `listen ${name}\n  bind ${listenerOf(at)}:${PORT}\n  server target ${gatewayOf(at)}:${PORT}\n`,
  );
  return `global\n  nbthread 1\n  maxconn 1000\ndefaults\n  mode tcp\n  timeout connect 5s\n  timeout client 1h\n  timeout server 1h\n${rows.join('')}`;
}

/** They echo. */
export async function openGateways(): Promise<Server[]> {
  const servers = ALL.map(({ at }) => {
    const server = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    return server.listen(PORT, gatewayOf(at));
  });
  await Promise.all(servers.map((server) => once(server, 'listening')));
  return servers;
}

const OWN = fileURLToPath(new URL('../../bundle/smgw-proxy.cjs', import.meta.url));

/** A forwarder with all forwards, and the words that start it. */
export interface FleetProgram {
  readonly name: string;
  readonly command: readonly string[];
  readonly config: string;
}

/** @param main the smgw-proxy.cjs of another version */
export function smgwProxy(main = OWN, words: readonly string[] = []): FleetProgram {
  const config = path.join(temporaryFolder(), 'config.yaml');
  writeFileSync(config, yaml(ALL));
  const name = main === OWN ? 'smgw-proxy' : main;
  return { name, command: [process.execPath, ...words, main, 'run', '--config', config], config };
}

/** Undefined where it is not installed. */
export function haproxy(): FleetProgram | undefined {
  const program = onPath('haproxy');
  if (program === undefined) return undefined;
  const config = path.join(temporaryFolder(), 'haproxy.cfg');
  writeFileSync(config, haproxyConfig());
  return { name: 'HAProxy', command: [program, '-db', '-f', config], config };
}

const isOpen = new RegExp(`^ *\\d+: ....1E7F:${PORT.toString(16).toUpperCase()} \\S+ ${LISTENING}`, 'gm');
const openPorts = (): number => readFileSync(TCP_TABLES.IPv4, 'latin1').match(isOpen)?.length ?? 0;

/** From one look to the next, in ms. */
const LOOK_MS = 5;

export async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await sleep(LOOK_MS);
}

export interface RunningFleet {
  readonly pid: number;
  /** Until all ports were open: the time, and the CPU time of the main thread, which other programs do not lengthen. */
  readonly startMs: number;
  readonly startCpuMs: number;
  /** The file of what it writes. */
  readonly output: string;
  readonly reload: () => void;
  readonly stop: () => Promise<void>;
}

/** @param ports so many are waited for */
export async function startFleet({ command }: FleetProgram, ports = FORWARDS): Promise<RunningFleet> {
  const output = path.join(temporaryFolder(), 'log');
  const began = performance.now();
  const child = startProgram(command, output);
  // The last one opens last. To read the table of all sockets again and again would take a processor of its own.
  while (!(await accepts(PORT, listenerOf(ports - 1)))) await sleep(LOOK_MS);
  await until(() => openPorts() >= ports);
  const { pid = 0 } = child;
  return {
    pid,
    startMs: performance.now() - began,
    startCpuMs: 1000 * mainThreadSeconds(pid),
    output,
    reload: () => void child.kill('SIGHUP'),
    stop: () => stop(child),
  };
}

/** A line of the report. Its times depend on the load of the machine, which it names. */
export function say(text: string): void {
  process.stdout.write(`${text} [load ${loadavg()[0]?.toFixed(1) ?? '?'}]\n`);
}

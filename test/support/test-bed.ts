// The reference topology for tests: built and changed by scripts/test-bed.sh, with sockets and commands on its hosts.
import {
  execFile,
  spawn,
  spawnSync,
  type ChildProcess,
  type ChildProcessWithoutNullStreams,
} from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BedPlace } from './bed-agent-process.js';
import type { SimulatedMaker } from '../../src/simulator/identity.js';
import { Agent } from './bed-agent.js';
import { receive } from './sockets.js';

const execute = promisify(execFile);
export const SCRIPT = fileURLToPath(new URL('../../../scripts/test-bed.sh', import.meta.url));

export const NOBODY = 65_534;
/** The one right an ordinary user is given here: to read Node and this project. */
const MAY_READ = '-all,+dac_read_search';
/** Before a command: as an ordinary user. */
export const AS_NOBODY = [
  ...['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--no-new-privs'],
  ...[`--inh-caps=${MAY_READ}`, `--ambient-caps=${MAY_READ}`, `--bounding-set=${MAY_READ}`],
];

/** A host of the bed; its namespace is PREFIX-HOST. */
export type Host = 'gateway' | 'pi' | 'laptop' | 'homeassistant' | 'outside';

export const GATEWAY: BedPlace = { host: '10.11.120.2', port: 443 };
/** The Pi as the home network knows it. */
export const PI: BedPlace = { host: '192.168.0.10', port: 8080 };

const SIMULATOR = new URL('../../src/simulator/simulator.js', import.meta.url).href;
const DEVICE = fileURLToPath(new URL('device-process.js', import.meta.url));
const startSimulator = (maker: SimulatedMaker, host: string): string => `
  import { startSimulator } from '${SIMULATOR}';
  await startSimulator({ maker: '${maker}', host: '${host}', port: ${GATEWAY.port}, answerDelay: 0 });
  console.log('ready');`;

/** How a visit goes that reaches the greeter. */
export const GREETED = '5 FIN';
/** Accepted and reset without a byte. */
export const RESET = '0 RST';

/** A server in the bed; `connection` events hand out what it accepts. */
export class BedServer extends EventEmitter<{ connection: [Socket] }> {
  /** The addresses of all peers it has accepted so far. */
  readonly peers: string[] = [];

  /** The next connection. */
  accepted(): Promise<Socket> {
    return new Promise((resolve) => this.once('connection', resolve));
  }
}

/** For each test on a bed: one that hangs is ended alone, and its bed is removed by the hook after it. */
export const LIMIT = { timeout: 40_000 };

/** The prefixes of beds that are up: a test process that is told to end has no time for its hooks. */
const standing = new Set<string>();
process.on('exit', () => {
  for (const prefix of standing) spawnSync(SCRIPT, ['down', prefix]);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

/** One bed; each instance has its own. */
export class TestBed {
  private static count = 0;
  readonly prefix = `smgw-${process.pid}-${(TestBed.count += 1)}`;
  private readonly agents = new Map<Host, Agent>();

  /** Leaves nothing behind when it fails. */
  async up(): Promise<void> {
    standing.add(this.prefix);
    await this.change('up');
  }

  /** Removes it, with every process that runs in it and every socket it has handed out. */
  async down(): Promise<void> {
    for (const agent of this.agents.values()) agent.stop();
    await this.change('down');
    standing.delete(this.prefix);
  }

  /** A command of scripts/test-bed.sh; rejects with what the script said when it fails. */
  async change(...command: readonly string[]): Promise<void> {
    await execute(SCRIPT, [...command, this.prefix]);
  }

  /** The words to put before a command that is to run on `host`. */
  inside(host: Host): string[] {
    return ['ip', 'netns', 'exec', `${this.prefix}-${host}`];
  }

  /** The standard output of a command; rejects with its exit status as `code` when that is not 0. */
  async run(host: Host, ...command: readonly string[]): Promise<string> {
    const [file = '', ...words] = [...this.inside(host), ...command];
    return (await execute(file, words)).stdout;
  }

  /** A client's socket; rejects with the errno name as `code`. */
  connect(host: Host, to: BedPlace): Promise<Socket> {
    return new Promise((resolve, reject) => {
      this.agent(host).ask('connect', to, ({ code }, socket) => {
        if (socket !== undefined) resolve(socket);
        else reject(failure('connect', code));
      });
    });
  }

  listen(host: Host, at: BedPlace): Promise<BedServer> {
    const server = new BedServer();
    return new Promise((resolve, reject) => {
      this.agent(host).ask('listen', at, ({ code }, socket) => {
        if (code !== undefined) reject(failure('listen', code));
        else if (socket === undefined) resolve(server);
        else {
          server.peers.push(withoutZone(socket.remoteAddress));
          server.emit('connection', socket);
        }
      });
    });
  }

  /** A server in the gateway's place that says "hello" and closes. */
  async greeter(at = GATEWAY): Promise<BedServer> {
    const server = await this.listen('gateway', at);
    return server.on('connection', (socket) => socket.end('hello'));
  }

  /** The simulated gateway in the gateway's place; it ends with the bed. That of EMH answers mDNS as well. */
  async simulateGateway(maker: SimulatedMaker = 'theben', host = GATEWAY.host): Promise<ChildProcess> {
    const [file, ...words] = [...this.inside('gateway'), process.execPath];
    const gateway = spawn(file, [...words, '--input-type=module', '--eval', startSimulator(maker, host)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(gateway.stdout, 'data');
    if (maker !== 'emh') return gateway;
    const mdns = this.start('gateway', [process.execPath, DEVICE, 'emh', host]);
    await once(mdns.stdout, 'data');
    return gateway;
  }

  /**
   * Connects and reads to the end without sending. Returns how many bytes came and what ended it, such as GREETED, or
   * the errno name of connecting.
   */
  async visit(host: Host, to: BedPlace): Promise<string> {
    try {
      const socket = await this.connect(host, to);
      const { length, ending } = await receive(socket);
      socket.destroy();
      return `${length} ${ending}`;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // An RST can overtake the news that the client is connected.
      return code === 'ECONNRESET' ? RESET : (code ?? String(error));
    }
  }

  /** Visits until it goes as wanted, for a change that nothing announces; resolves with how it went before. */
  async visitUntil(wanted: string, host: Host, to: BedPlace): Promise<string[]> {
    const before: string[] = [];
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const result = await this.visit(host, to);
      if (result === wanted) return before;
      if (performance.now() > deadline)
        throw new Error(`expected ${wanted} from ${to.host}, still got ${result}`);
      before.push(result);
      await pause(VISIT_INTERVAL_MS);
    }
  }

  /** The packets that leave an interface of the Pi while `body` runs, one line each. */
  async sentFrom(interfaceName: string, filter: string, body: () => Promise<void>): Promise<string[]> {
    const words = ['-l', '-n', '-e', '--immediate-mode', '-Q', 'out', '-i', interfaceName, filter];
    const child = this.start('pi', ['tcpdump', ...words]);
    const lines: string[] = [];
    const output = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
    const read = once(output, 'close');
    const ready = createInterface({ input: child.stderr });
    for await (const line of ready) if (line.startsWith('listening on')) break;
    try {
      await body();
    } finally {
      child.kill('SIGINT');
      await read;
    }
    return lines.filter((line) => line !== '');
  }

  /** Starts a command there; it ends with the bed. */
  start(host: Host, command: readonly string[]): ChildProcessWithoutNullStreams {
    const [file = '', ...words] = [...this.inside(host), ...command];
    return spawn(file, words);
  }

  private agent(host: Host): Agent {
    const agent = this.agents.get(host) ?? new Agent(this.inside(host));
    this.agents.set(host, agent);
    return agent;
  }
}

/** Clients of a test must not take the CPU from the programs they wait for. */
const VISIT_INTERVAL_MS = 50;
/** How long visitors try, in ms: much longer than anything should take. */
const PATIENCE_MS = 25_000;

/** Zones are numbers to the kernel, and their names are the host's own. */
function withoutZone(address = 'gone'): string {
  return address.replace(/%.*/, '');
}

function failure(what: string, code = ''): Error {
  return Object.assign(new Error(`${what} failed: ${code}`), { code });
}

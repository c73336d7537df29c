// A bed of network namespaces for tests: built and changed by a script, with sockets and commands on its hosts.
import { execFile, spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { BedPlace } from './bed-agent-process.js';
import { Agent } from './bed-agent.js';
import { receive } from './sockets.js';

const execute = promisify(execFile);

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

/** The beds that are up, as the words that remove them: a test process that is told to end has no time for its hooks. */
const standing = new Map<string, string>();
process.on('exit', () => {
  for (const [prefix, script] of standing) spawnSync(script, ['down', prefix]);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

/** One bed, the hosts of which are named `Host`; each instance has its own namespaces, PREFIX-HOST. Once down it may come up again. */
export class Bed<Host extends string> {
  private static count = 0;
  readonly prefix = `smgw-${process.pid}-${(Bed.count += 1)}`;
  private readonly agents = new Map<Host, Agent>();

  /** @param script with the commands `up` and `down` */
  constructor(private readonly script: string) {}

  /** Leaves nothing behind when it fails. */
  async up(): Promise<void> {
    standing.set(this.prefix, this.script);
    await this.change('up');
  }

  /** Removes it, with every process that runs in it and every socket it has handed out. */
  async down(): Promise<void> {
    for (const agent of this.agents.values()) agent.stop();
    this.agents.clear();
    await this.change('down');
    standing.delete(this.prefix);
  }

  /** A command of the script; rejects with what the script said when it fails. */
  async change(...command: readonly string[]): Promise<void> {
    await execute(this.script, [...command, this.prefix]);
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

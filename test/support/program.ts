// Starts the built program as a user would, reads its JSON log, and ends it, also when the test fails.
import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The bundle, as it is installed. */
export const MAIN = fileURLToPath(new URL('../../bundle/smgw-proxy.cjs', import.meta.url));

/** One line of the JSON log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly event: string; readonly level: string };

export interface Exit {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of a user without settings. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SMGW_PROXY_')));
}

/** Runs the program to its end. */
export async function runToEnd(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Exit> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...cleanEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { status, stdout, stderr };
}

/** The program, forwarding. */
export class Program {
  readonly lines: LogLine[] = [];
  /** Lines that are not JSON: what `demo` prints, and standard error if it is listened to. */
  readonly words: string[] = [];
  private readonly emitter = new EventEmitter();
  private readonly exited: Promise<[number | null, NodeJS.Signals | null]>;

  constructor(
    readonly child: ChildProcess,
    readonly port: number,
  ) {
    this.exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    for (const stream of [child.stdout, child.stderr]) if (stream !== null) this.listenTo(stream);
    child.once('exit', () => this.emitter.emit('line'));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  private listenTo(stream: NodeJS.ReadableStream): void {
    createInterface({ input: stream }).on('line', (line) => {
      if (line.startsWith('{')) this.lines.push(JSON.parse(line) as LogLine);
      else this.words.push(line);
      this.emitter.emit('line');
    });
  }

  /** The nth log line (from 1) for which `wanted` holds, as soon as it is there. */
  async line(wanted: (line: LogLine) => boolean, nth = 1): Promise<LogLine> {
    for (;;) {
      const found = this.lines.filter(wanted)[nth - 1];
      if (found !== undefined) return found;
      if (this.child.exitCode !== null)
        throw new Error(`ended with ${this.child.exitCode} before the line came`);
      await once(this.emitter, 'line');
    }
  }

  /** Waits for a line of words that matches. */
  async word(wanted: RegExp): Promise<void> {
    while (!this.words.some((word) => wanted.test(word))) await once(this.emitter, 'line');
  }

  /** The record of the nth connection to end. */
  connection(nth = 1): Promise<LogLine> {
    return this.line(({ event }) => event === 'connection', nth);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends the program; a second call only waits. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return this.exit();
  }

  async exit(): Promise<number | null> {
    const [status] = await this.exited;
    return status;
  }
}

export interface ProgramOptions {
  /** Each a --listen, in place of a free port of 127.0.0.1. */
  readonly listen?: readonly string[];
  /** Before the program's own words, such as `bash -c 'ulimit -n 64 && exec "$0" "$@"'`. */
  readonly wrapper?: readonly string[];
  /** 'pipe' reads the log; 'unread' leaves the pipe full. */
  readonly stdout?: 'pipe' | 'unread';
  /** 'pipe' has its lines among the words; otherwise the test's own standard error gets them. */
  readonly stderr?: 'pipe';
  readonly command?: 'run' | 'demo';
}

let gateway: Promise<string> | undefined;

/** A target that accepts and closes, for tests that need none of their own: without one no port would open. */
async function anyTarget(): Promise<string> {
  const server = createServer((socket) => socket.on('error', () => undefined).end()).unref();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Starts the program on a free port of 127.0.0.1 with a JSON log, and waits until it listens. */
export async function startProgram(args: readonly string[], options: ProgramOptions = {}): Promise<Program> {
  const program = await launchProgram(args, options);
  await program.line(({ event }) => event === 'listening');
  if (options.stdout === 'unread') program.child.stdout?.pause().removeAllListeners('data');
  return program;
}

/** Likewise, for one that cannot listen yet. */
export async function launchProgram(args: readonly string[], options: ProgramOptions = {}): Promise<Program> {
  const port = await freePort();
  const { listen = [`127.0.0.1:${port}`], command = 'run', wrapper = [], stderr = 'inherit' } = options;
  const listens = listen.flatMap((address) => ['--listen', address]);
  // In a test bed the default target is the place of the gateway, which some tests leave empty.
  const isInBed = wrapper.includes('netns');
  const isGiven = ['--target', '--config'].some((option) => args.includes(option));
  const hasTarget = command === 'demo' || isInBed || isGiven;
  const target = hasTarget ? [] : ['--target', await (gateway ??= anyTarget())];
  const words = [process.execPath, MAIN, command, ...listens, ...target, '--log-format', 'json', ...args];
  const [file = '', ...rest] = [...wrapper, ...words];
  const child = spawn(file, rest, { env: cleanEnvironment(), stdio: ['ignore', 'pipe', stderr] });
  return new Program(child, port);
}

/** Starts the program, runs `body` with it, and ends it. */
export async function withProgram(
  args: readonly string[],
  body: (program: Program) => Promise<void>,
  options: ProgramOptions = {},
): Promise<void> {
  const program = await startProgram(args, options);
  try {
    await body(program);
  } finally {
    await program.stop('SIGKILL');
  }
}

const LOWEST = 20_000;
/** Below the ports the kernel gives to outgoing connections (net.ipv4.ip_local_port_range), which could take it. */
const HIGHEST = 32_000;

/** A free port, from a range that the kernel does not use for outgoing connections. */
export async function freePort(): Promise<number> {
  const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return port;
  } catch {
    return await freePort();
  } finally {
    server.close();
  }
}

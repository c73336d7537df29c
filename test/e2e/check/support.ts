// The scene of the `check` tests: the Pi of the test bed with a TLS gateway, a running smgw-proxy, and `check`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { createSecureContext, TLSSocket, type SecureContext, type SecureContextOptions } from 'node:tls';
import { makeCertificate } from '../../support/certificate.js';
import { MAIN, startProgram, type Exit, type Program } from '../../support/program.js';
import { AS_NOBODY, GATEWAY, TestBed } from '../../support/test-bed.js';
import { NOT_THE_KERNEL } from '../discover/support.js';

/** The part of the `--json` document that the tests read. */
export interface Document {
  readonly ok: boolean;
  readonly status: number;
  readonly trouble: string | null;
  readonly warnings: number;
  readonly urls: readonly string[];
  readonly steps: readonly StepDocument[];
}

export interface StepDocument {
  readonly step: string;
  readonly subject: string | null;
  readonly result: string;
  readonly cause: string;
  readonly text: string;
  readonly details: readonly string[];
  readonly remedy: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface Checked extends Exit {
  readonly document: Document;
  /** The causes of a step, or of all steps that are not ok. */
  causes(step?: string): string[];
}

export interface RunOptions {
  /** Files below /etc, in place of the machine's own. */
  readonly etc?: Readonly<Record<string, string>>;
  /** Shell scripts ahead of the machine's programs in PATH, because no systemd runs in the bed. */
  readonly fakes?: Readonly<Record<string, string>>;
  readonly asNobody?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

/** The name in the gateway's certificate. */
export const NAME = 'ethe0300186023.sm';

/** Hides the machine's own /etc, /run and /var/lib, which the tests must neither read nor change. */
const PRIVATE = 'for each in etc run var/lib; do mount --bind "$0/$each" "/$each"; done; exec "$@"';

export class CheckBed extends TestBed {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-test-'));
  private readonly usual = makeCertificate({ curve: 'brainpoolP256r1', name: NAME });
  private secure: SecureContext | undefined;
  private undoing: (() => Promise<unknown>)[] = [];

  /** @param gateway `simulated`: the test starts one itself */
  constructor(private readonly gateway: 'certificate' | 'simulated' = 'certificate') {
    super();
  }

  override async up(): Promise<void> {
    await super.up();
    this.forget();
    // The kernel probes a silent neighbour in shorter intervals, to save time.
    for (const interval of ['ipv4/neigh/eth0/retrans_time_ms', 'ipv6/neigh/eth0/retrans_time_ms'])
      await this.pi(`echo 100 >/proc/sys/net/${interval}`);
    this.shows(this.usual);
    if (this.gateway === 'simulated') return;
    const server = await this.listen('gateway', { host: '::', port: GATEWAY.port });
    server.on('connection', (socket) => {
      const { secure } = this;
      if (secure === undefined) socket.destroy();
      else new TLSSocket(socket, { isServer: true, secureContext: secure }).on('error', () => undefined);
    });
  }

  override async down(): Promise<void> {
    await super.down();
    rmSync(this.folder, { recursive: true });
  }

  /** Sets the gateway's certificate, with TLS 1.2 by default; undefined makes it hang up. */
  shows(
    pem: SecureContextOptions | undefined,
    options: SecureContextOptions = { maxVersion: 'TLSv1.2' },
  ): void {
    const curves = { ecdhCurve: 'brainpoolP256r1:P-256:P-384' };
    this.secure = pem && createSecureContext({ ...pem, ...options, ...curves });
    this.undoing.push(() => {
      this.secure = createSecureContext({ ...this.usual, maxVersion: 'TLSv1.2', ...curves });
      return Promise.resolve();
    });
  }

  /** A folder writable for all users, as the program sees it; emptied after each test. */
  readonly folderForAll = '/run';

  /** Writes a file that lasts as long as the bed. */
  file(name: string, content: string): string {
    const place = path.join(this.folder, name);
    writeFileSync(place, content);
    return place;
  }

  pi(script: string): Promise<string> {
    return this.run('pi', 'sh', '-ec', script);
  }

  /** Plants trouble on a host; undo() removes it. */
  async plant(script: string, undo: string, host: 'pi' | 'gateway' = 'pi'): Promise<void> {
    this.undoing.push(() => this.run(host, 'sh', '-ec', undo));
    await this.run(host, 'sh', '-ec', script);
  }

  /** The same by a command of scripts/test-bed.sh. */
  async plantChange(change: string, undo: string): Promise<void> {
    this.undoing.push(() => this.change(undo));
    await this.change(change);
  }

  async undo(): Promise<void> {
    const all = this.undoing.reverse();
    this.undoing = [];
    for (const each of all) await each();
    this.forget();
  }

  /** Removes the remembered certificates. */
  forget(): void {
    for (const each of ['etc', 'run', 'var/lib', 'home', 'fakes']) {
      rmSync(path.join(this.folder, each), { recursive: true, force: true });
      mkdirSync(path.join(this.folder, each), { recursive: true });
    }
    chmodSync(path.join(this.folder, 'run'), 0o777);
  }

  /** Starts the program by hand; it ends with the bed. */
  startOnPi(words: readonly string[]): Promise<Program> {
    return startProgram(words, { wrapper: this.inside('pi'), listen: [] });
  }

  /** Runs the program as installed. */
  async say(words: readonly string[], options: RunOptions = {}): Promise<Exit> {
    const { asNobody = false, environment = {}, nodeOptions = [] } = options;
    this.prepare(options);
    const wrapper = [...this.inside('pi'), 'bash', '-ec', PRIVATE, this.folder];
    const program = [...(asNobody ? AS_NOBODY : []), process.execPath, ...nodeOptions, MAIN, 'check'];
    const [file = '', ...rest] = [...wrapper, ...program, ...words];
    const PATH = `${path.join(this.folder, 'fakes')}:${process.env.PATH ?? ''}`;
    const env = { PATH, HOME: path.join(this.folder, 'home'), LANG: 'C.UTF-8', ...environment };
    const child = spawn(file, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const closed = once(child, 'close') as Promise<[number | null]>;
    const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    return { status, stdout, stderr };
  }

  private prepare({ etc = {}, fakes = {} }: RunOptions): void {
    const place = (...names: readonly string[]): string => path.join(this.folder, ...names);
    copyFileSync('/etc/passwd', place('etc', 'passwd'));
    writeFileSync(place('etc', 'hosts'), '127.0.0.1 localhost\n');
    for (const [name, content] of Object.entries(etc)) {
      mkdirSync(path.dirname(place('etc', name)), { recursive: true });
      writeFileSync(place('etc', name), content);
    }
    for (const [name, script] of Object.entries(fakes))
      writeFileSync(place('fakes', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** The same with --json, parsed. */
  async find(words: readonly string[] = [], options: RunOptions = {}): Promise<Checked> {
    const exit = await this.say(['--json', ...words], options);
    if (!exit.stdout.startsWith('{')) throw new Error(`no JSON, but: ${exit.stderr}`);
    const document = JSON.parse(exit.stdout) as Document;
    const causes = (step?: string): string[] =>
      document.steps
        .filter((each) =>
          step === undefined ? ['failed', 'warning'].includes(each.result) : each.step === step,
        )
        .map(({ cause }) => cause);
    return { ...exit, document, causes };
  }

  /** The outcomes of the step `certificate`. */
  async certificateSteps(): Promise<readonly StepDocument[]> {
    return (await this.find()).document.steps.filter(({ step }) => step === 'certificate');
  }

  /** The packets that leave each interface of the Pi while `body` runs. */
  async capture(interfaces: readonly string[], body: () => Promise<unknown>): Promise<Captured> {
    const running = await Promise.all(interfaces.map((name) => this.startCapture(name)));
    try {
      await body();
    } finally {
      for (const { child } of running) child.kill('SIGINT');
    }
    const packets = await Promise.all(running.map(async ({ output }) => parsePackets(await output)));
    return Object.fromEntries(interfaces.map((name, index) => [name, packets[index] ?? []]));
  }

  private async startCapture(name: string) {
    const words = ['-l', '-n', '-x', '--immediate-mode', '-Q', 'out', '-i', name, NOT_THE_KERNEL];
    const [file = '', ...rest] = [...this.inside('pi'), 'tcpdump', ...words];
    const child = spawn(file, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = text(child.stdout);
    for await (const line of createInterface({ input: child.stderr }))
      if (line.startsWith('listening on')) break;
    return { child, output };
  }
}

/** Packets by the interface they left. */
export type Captured = Readonly<Record<string, readonly Packet[]>>;

export interface Packet {
  /** The line of tcpdump. */
  readonly line: string;
  /** The TCP payload. */
  readonly payload: Buffer;
}

/** Reads the output of tcpdump: a line for each packet, and below it the bytes in hexadecimal digits. */
function parsePackets(output: string): Packet[] {
  return output.split(/\n(?=\d)/).flatMap((block) => {
    const [line = '', ...dump] = block.split('\n');
    const digits = dump.map((each) => each.replace(/^\s*0x[0-9a-f]+:/, '').replaceAll(/\s/g, '')).join('');
    return line === '' ? [] : [{ line, payload: payloadOf(Buffer.from(digits, 'hex')) }];
  });
}

const TCP = 6;

/** The payload of TCP (RFC 9293) over IPv4 (RFC 791), behind both headers, whose lengths count 32-bit words. */
function payloadOf(packet: Buffer): Buffer {
  if (packet.length < 20 || packet[0] === undefined || packet[0] >> 4 !== 4 || packet[9] !== TCP)
    return Buffer.alloc(0);
  const header = (packet[0] & 0xf) * 4;
  const length = packet.readUInt16BE(2);
  return packet.subarray(header + ((packet[header + 12] ?? 0) >> 4) * 4, length);
}

/** The types of the TLS records (RFC 5246 section 6.2.1) in the packets of one connection. */
export function recordTypes(packets: readonly Packet[]): number[] {
  const bytes = Buffer.concat(packets.map(({ payload }) => payload));
  const types: number[] = [];
  for (let at = 0; at < bytes.length; at += 5 + bytes.readUInt16BE(at + 3)) types.push(bytes.readUInt8(at));
  return types;
}

/** A stand-in for systemctl, because no systemd runs in the bed. */
export function systemctlSays(properties: Readonly<Record<string, string>>): string {
  const all = { LoadState: 'loaded', UnitFileState: 'enabled', ...properties };
  return Object.entries(all)
    .map(([name, value]) => `echo '${name}=${value}'`)
    .join('\n');
}

// One smgw-proxy of a fleet on one machine, with a configuration, a mount namespace and gateways of its own.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ManyPis } from './many-pis.js';
import { MAIN } from './program.js';

export const HOST = '192.168.77.11';
/** The mounts of a machine of its own: results of checks, remembered certificates, and a disk that can be full. */
const MOUNTS =
  'mkdir -p /var/lib/smgw-proxy && for each in /run /var/lib/smgw-proxy; do mount -t tmpfs tmpfs $each; done && ' +
  'mount -t tmpfs -o size=64k tmpfs /mnt && mkdir /run/smgw-proxy-check && exec "$0" "$@"';
const METRICS = '/run/smgw-proxy-check/metrics.prom';

export interface Flat {
  readonly name: string;
  /** The port of its forward. */
  readonly port: number;
  /** The address of its gateway. */
  readonly gateway: string;
  /** Options of its forward beside those. */
  options: Record<string, unknown>;
}

export class FleetPi {
  readonly house: string;
  readonly instance: string;
  readonly flats: readonly Flat[];
  /** Options of its configuration beside those of all. */
  options: Record<string, unknown> = {};
  /** Words before its own, such as a limit. */
  wrapper: readonly string[] = [];
  main = MAIN;
  private child: ChildProcess | undefined;

  constructor(
    private readonly bed: ManyPis,
    number: number,
    flats: number,
  ) {
    this.house = `house-${number}`;
    this.instance = `${HOST}:${9000 + number}`;
    this.flats = Array.from({ length: flats }, (_, index) => ({
      name: `flat-${number}-${index + 1}`,
      port: 10_000 + 20 * number + index,
      gateway: `10.11.${number}.${index + 1}`,
      options: {},
    }));
  }

  /** The nth flat, from 0. */
  flat(nth: number): Flat {
    const flat = this.flats[nth];
    if (flat === undefined) throw new Error(`${this.house} has no flat ${nth}`);
    return flat;
  }

  private get file(): string {
    return path.join(this.bed.folder, `${this.house}.yaml`);
  }

  /** Writes the configuration; YAML contains JSON. */
  configure(): void {
    const forwards = this.flats.map(({ name, port, gateway, options }) => ({
      ...{ name, listen: `${HOST}:${port}`, target: gateway, ...options },
    }));
    const common = { allow: ['192.168.77.10', HOST], 'max-connections-per-client': 0 };
    const admin = { admin: this.instance, 'admin-allow': ['192.168.77.0/24'] };
    writeFileSync(this.file, JSON.stringify({ ...common, ...admin, ...this.options, forwards }));
  }

  /** Resolves once its admin server answers. */
  async start(): Promise<void> {
    this.configure();
    const words = [...this.wrapper, process.execPath, this.main, 'run', '--config', this.file];
    this.child = this.bed.start('pi1', ['sh', '-c', MOUNTS, ...words]);
    this.child.stdout?.resume();
    this.child.stderr?.on('data', (words: Buffer) => process.stderr.write(words));
    await this.bed.run('pi1', 'curl', ...RETRIES, '-o', '/dev/null', `http://${this.instance}/healthz`);
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    if (this.child?.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }

  /** Writes what is not a configuration, and asks for it to be read. */
  reloadRubbish(): void {
    writeFileSync(this.file, 'forwards: 1\n');
    this.signal('SIGHUP');
  }

  reload(): void {
    this.configure();
    this.signal('SIGHUP');
  }

  /** As smgw-proxy-check.timer does. Resolves with its exit status. */
  async check(): Promise<number | null> {
    const child = this.inside(process.execPath, MAIN, 'check', '--config', this.file, '--textfile', METRICS);
    child.stdout?.resume();
    await once(child, 'close');
    return child.exitCode;
  }

  /** Starts a command in its mount namespace. */
  inside(...words: readonly string[]): ChildProcess {
    const child = this.bed.start('pi1', ['nsenter', '-m', '-t', String(this.child?.pid), ...words]);
    child.stderr.on('data', (words: Buffer) => process.stderr.write(words));
    return child;
  }
}

/** How often, in seconds and in all, curl tries until something listens. */
const RETRIES = ['-fsS', '--retry', '100', '--retry-all-errors', '--retry-delay', '1'];

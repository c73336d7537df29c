// Two Raspberry Pis in front of twelve gateways, as examples/fleet describes them, in network namespaces.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Bed } from './bed.js';
import { MAIN } from './program.js';

export const SCRIPT = fileURLToPath(new URL('../../../scripts/fleet-bed.sh', import.meta.url));
export const EXAMPLES = fileURLToPath(new URL('../../../examples/fleet/', import.meta.url));

export const FLATS = Array.from({ length: 12 }, (_, index) => index + 1);
export type Pi = 'pi1' | 'pi2';
/** A host of the bed; its namespace is PREFIX-HOST. */
export type FleetHost = Pi | 'reader' | 'haproxy' | 'gateways';

const GATEWAYS = fileURLToPath(new URL('fleet-gateways-process.js', import.meta.url));
export const gatewayAddress = (flat: number): string => `10.11.120.${100 + flat}`;
/** The address with which each Pi asks gateways. */
const ASKS_FROM = { pi1: '10.11.120.1', pi2: '10.11.120.3' } as const;

/** The words that a gateway has for every visitor. */
export const answer = (flat: number, pi: Pi): string => `${gatewayAddress(flat)} ${ASKS_FROM[pi]}`;

export class FleetBed extends Bed<FleetHost> {
  /** The answers of all gateways so far. */
  readonly told: string[] = [];

  constructor() {
    super(SCRIPT);
  }

  /** With its gateways. */
  override async up(): Promise<void> {
    await super.up();
    const gateways = this.start('gateways', [process.execPath, GATEWAYS, ...FLATS.map(gatewayAddress)]);
    await once(gateways.stdout, 'data');
    createInterface({ input: gateways.stdout }).on('line', (line) => this.told.push(line));
  }

  /** A gateway that loses its power, or gets it back. */
  async power(flat: number, isOn: boolean): Promise<void> {
    const what = isOn ? 'add' : 'delete';
    await this.run('gateways', 'ip', 'address', what, `${gatewayAddress(flat)}/24`, 'dev', 'han0');
  }

  /** Starts smgw-proxy with examples/fleet/config.yaml and more; resolves once all its forwards are ready. */
  startPi(pi: Pi, ...options: readonly string[]): Promise<ChildProcess> {
    return this.startPiWith(pi, `${EXAMPLES}config.yaml`, ...options);
  }

  /** Likewise, with another configuration file. */
  async startPiWith(pi: Pi, config: string, ...options: readonly string[]): Promise<ChildProcess> {
    const child = this.start(pi, [process.execPath, MAIN, 'run', '--config', config, ...options]);
    child.stdout.resume();
    child.stderr.pipe(process.stderr);
    await this.run(pi, 'curl', ...RETRIES, '-o', '/dev/null', 'http://127.0.0.1:8081/readyz');
    return child;
  }

  /** Starts HAProxy with the example. */
  startHaproxy(): void {
    const child = this.start('haproxy', ['haproxy', '-db', '-f', `${EXAMPLES}haproxy.cfg`]);
    child.stdout.resume();
    child.stderr.resume();
  }

  /** Starts keepalived with the example, which lies where it would on a Pi: each host has its own mounts. */
  startKeepalived(pi: Pi): void {
    const mounts = `mount -t tmpfs tmpfs /run && mkdir -p /etc/keepalived && mount --bind ${EXAMPLES}keepalived /etc/keepalived`;
    const child = this.start(pi, [
      'sh',
      '-c',
      `${mounts} && exec keepalived --dont-fork --log-console -i ${pi}`,
    ]);
    child.stdout.resume();
    child.stderr.resume();
  }
}

/** How often, in seconds and in all, curl tries until something listens. */
const RETRIES = ['-fsS', '--retry', '100', '--retry-all-errors', '--retry-delay', '1'];

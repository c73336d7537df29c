// A fleet on one machine: many smgw-proxy processes on one host of the fleet's bed, each with gateways of its own.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { Bed } from './bed.js';
import { SCRIPT, type FleetHost } from './fleet-bed.js';
import { FleetPi } from './fleet-pi.js';

const GATEWAYS = new URL('simulated-gateways-process.js', import.meta.url).pathname;
/** Programs for all gateways; each makes certificates one after the other. */
const PROGRAMS = 2;
/** How many Raspberry Pis start at a time. */
const AT_ONCE = 4;

export interface FleetSize {
  readonly pis: number;
  readonly flats: number;
}

export class ManyPis extends Bed<FleetHost> {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'smgw-proxy-fleet-'));
  readonly pis: readonly FleetPi[];
  /** The certificates of gateways by address, as SHA-256 in hex with colons. */
  readonly fingerprints = new Map<string, string>();
  private readonly gateways = new Map<
    string,
    { readonly tell: (line: string) => void; readonly told: Interface }
  >();

  constructor({ pis, flats }: FleetSize) {
    super(SCRIPT);
    this.pis = Array.from({ length: pis }, (_, index) => new FleetPi(this, index + 1, flats));
  }

  /** With all gateways; no smgw-proxy runs yet. */
  override async up(): Promise<void> {
    await super.up();
    await this.run('pi1', 'ip', 'address', 'add', '10.11.250.1/16', 'dev', 'han0');
    const addresses = this.pis.flatMap((pi) => pi.flats.map(({ gateway }) => gateway));
    await this.cables(addresses, true);
    await Promise.all(
      Array.from({ length: PROGRAMS }, (_, at) =>
        this.startGateways(addresses.filter((__, index) => index % PROGRAMS === at)),
      ),
    );
  }

  override async down(): Promise<void> {
    await super.down();
    rmSync(this.folder, { recursive: true });
  }

  /** Resolves once all serve. */
  async startPis(): Promise<void> {
    const waiting = [...this.pis];
    const startRest = async (): Promise<void> => {
      for (let pi = waiting.shift(); pi !== undefined; pi = waiting.shift()) await pi.start();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, startRest));
  }

  /** Takes the cables of gateways out of the switch, or puts them in. */
  async cables(addresses: readonly string[], isIn: boolean): Promise<void> {
    const child = this.start('gateways', ['ip', '-batch', '-']);
    child.stderr.pipe(process.stderr);
    for (const each of addresses)
      child.stdin.write(`address ${isIn ? 'add' : 'delete'} ${each}/16 dev han0\n`);
    child.stdin.end();
    await once(child, 'exit');
  }

  /** Changes the gateway of an address, see simulated-gateways-process. */
  async gateway(verb: 'off' | 'on' | 'renew' | 'lead', address: string, other = ''): Promise<void> {
    const program = this.gateways.get(address);
    const line = `${verb} ${address} ${other}`.trim();
    const done = new Promise<void>((resolve) => {
      const onLine = (told: string): void => {
        if (told !== `done ${line}`) return;
        program?.told.off('line', onLine);
        resolve();
      };
      program?.told.on('line', onLine);
    });
    program?.tell(line);
    await done;
  }

  private async startGateways(addresses: readonly string[]): Promise<void> {
    const child = this.start('gateways', [process.execPath, GATEWAYS, ...addresses]);
    child.stderr.pipe(process.stderr);
    const told = createInterface({ input: child.stdout });
    const tell = (line: string): void => void child.stdin.write(`${line}\n`);
    for (const each of addresses) this.gateways.set(each, { tell, told });
    await new Promise<void>((resolve) => {
      told.on('line', (line) => {
        const [host = '', fingerprint = ''] = line.split(' ');
        if (line === 'ready') resolve();
        else if (host !== 'done') this.fingerprints.set(host, fingerprint);
      });
    });
  }
}

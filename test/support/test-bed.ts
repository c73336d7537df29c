// The reference topology for tests: built and changed by scripts/test-bed.sh, with sockets and commands on its hosts.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SimulatedMaker } from '../../src/simulator/identity.js';
import type { BedPlace } from './bed-agent-process.js';
import { Bed, type BedServer } from './bed.js';

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
const startSimulator = (maker: SimulatedMaker, host: string, port: number): string => `
  import { startSimulator } from '${SIMULATOR}';
  await startSimulator({ maker: '${maker}', host: '${host}', port: ${port}, answerDelay: 0 });
  console.log('ready');`;

/** For each test on a bed: one that hangs is ended alone, and its bed is removed by the hook after it. */
export const LIMIT = { timeout: 40_000 };

/** The reference topology. */
export class TestBed extends Bed<Host> {
  constructor() {
    super(SCRIPT);
  }

  /** A server in the gateway's place that says "hello" and closes. */
  async greeter(at = GATEWAY): Promise<BedServer> {
    const server = await this.listen('gateway', at);
    return server.on('connection', (socket) => socket.end('hello'));
  }

  /** The simulated gateway in the gateway's place; it ends with the bed. That of EMH answers mDNS as well. */
  async simulateGateway(
    maker: SimulatedMaker = 'theben',
    host = GATEWAY.host,
    port = GATEWAY.port,
  ): Promise<ChildProcess> {
    const [file, ...words] = [...this.inside('gateway'), process.execPath];
    const gateway = spawn(
      file,
      [...words, '--input-type=module', '--eval', startSimulator(maker, host, port)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(gateway.stdout, 'data');
    if (maker !== 'emh') return gateway;
    const mdns = this.start('gateway', [process.execPath, DEVICE, 'emh', host]);
    await once(mdns.stdout, 'data');
    return gateway;
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
}

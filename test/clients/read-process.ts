// Runs on a host of the test bed: polls once as Home Assistant does for one maker's gateway, and prints the registers.
import { DEFAULT_LOGIN, type SimulatedMaker } from '../../src/simulator/identity.js';
import { HaSmgwEmh } from './ha-smgw-emh.js';
import { HaSmgwPpc } from './ha-smgw-ppc.js';
import type { Door, Registers } from './pool.js';
import { ThebenConexa } from './theben-conexa.js';

interface Client {
  readonly start?: () => Promise<void>;
  readonly poll: () => Promise<Registers>;
  readonly close: () => void;
}

const CLIENTS: Readonly<Record<SimulatedMaker, (door: Door) => Client>> = {
  theben: (door) => new ThebenConexa(door),
  // The name in its URL leads to the Pi, and is its Host header.
  emh: (door) => new HaSmgwEmh({ ...door, hostHeader: 'smgw.local' }),
  ppc: (door) => new HaSmgwPpc(door),
};

const [maker = 'theben', from = '', host = '', port = ''] = process.argv.slice(2);
const client = CLIENTS[maker as SimulatedMaker]({ from, host, port: Number(port), ...DEFAULT_LOGIN });
await client.start?.();
console.log(JSON.stringify(await client.poll()));
client.close();

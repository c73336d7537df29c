// Asks for the holder of a name on a host of the test bed, and prints its address, or nothing.
import { ownNetworks } from '../../src/machine/interfaces.js';
import { nameHolder } from '../../src/mdns/name-holder.js';

const [name = '', link = '', waitMs] = process.argv.slice(2);
const holder = await nameHolder({ name, link, own: ownNetworks(), waitMs: Number(waitMs) });
console.log(holder ?? '');

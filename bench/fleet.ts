// Measures 500 forwards in one process.
// node dist/bench/fleet.js [--with smgw-proxy.cjs of another version] [start] [reload] [quiet] [way]
import { parseArgs } from 'node:util';
import { EXIT_OK, EXIT_WRONG_INPUT } from '../src/config/exit-status.js';
import { cleanUpAtExit } from './children.js';
import { measureQuiet } from './fleet/quiet.js';
import { measureReload } from './fleet/reload.js';
import { haproxy, smgwProxy } from './fleet/scene.js';
import { measureStart } from './fleet/start.js';
import { measureWay } from './fleet/way.js';

const PARTS = { reload: measureReload, quiet: measureQuiet, way: measureWay } as const;

cleanUpAtExit();
const { values, positionals } = parseArgs({ options: { with: { type: 'string' } }, allowPositionals: true });
const known = ['start', ...Object.keys(PARTS)];
const unknown = positionals.find((word) => !known.includes(word));
if (unknown !== undefined) {
  console.error(`fleet: expected some of ${known.join(', ')}, got ${unknown}`);
  process.exit(EXIT_WRONG_INPUT);
}
const isWanted = (part: string): boolean => positionals.length === 0 || positionals.includes(part);
/** The other version first. */
const mains = [...(values.with === undefined ? [] : [values.with]), undefined];
if (isWanted('start')) {
  const others = [haproxy()].filter((program) => program !== undefined);
  await measureStart([...others, ...mains.map((main) => smgwProxy(main))]);
}
for (const [part, measure] of Object.entries(PARTS))
  if (isWanted(part)) for (const main of mains) await measure(main);
process.exit(EXIT_OK);

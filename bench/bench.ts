// npm run bench: measures the forwarders of this machine and writes what it has found.
import { readArguments } from './arguments.js';
import { cleanUpAtExit } from './children.js';
import { run } from './run.js';
import { writeFileSync } from 'node:fs';

cleanUpAtExit();
const a = readArguments(process.argv.slice(2));
if (typeof a === 'string') throw new Error(a);
const results = await run(a.quick);
writeFileSync('/tmp/h/r.json', JSON.stringify(results, null, 1));
process.exit(0);

// node dist/bench/check-file.js FILE: whether a bench.json is complete and consistent; for CI.
import { readFileSync } from 'node:fs';
import { check, readResults } from './check.js';
import { FORMAT, VERSION } from './results.js';

const file = process.argv[2] ?? '';
const results = readResults(readFileSync(file, 'utf8'));
const problems = results === undefined ? [`${file} is not ${FORMAT}, version ${VERSION}`] : check(results);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${file}: every figure is there, and no load lost a byte or an answer`);

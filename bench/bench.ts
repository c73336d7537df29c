// npm run bench: measures the forwarders of this machine and writes what it has found.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT_COULD_NOT_RUN, EXIT_OK, EXIT_WRONG_INPUT } from '../src/config/exit-status.js';
import { HELP, readArguments, type BenchArguments } from './arguments.js';
import { check, readResults } from './check.js';
import { cleanUpAtExit } from './children.js';
import { chart } from './report/chart.js';
import { compare } from './report/compare.js';
import { markdown } from './report/markdown.js';
import type { Results } from './results.js';
import { run } from './run.js';

/** Ends the program and all that it has started. */
function give(message: string, status: number): never {
  console.error(`bench: ${message}`);
  process.exit(status);
}

function readArgumentsOrGiveUp(): BenchArguments {
  const read = readArguments(process.argv.slice(2));
  return typeof read === 'string' ? give(read, EXIT_WRONG_INPUT) : read;
}

/** Read before the run: a mistyped name should show at once, not five minutes later. */
function readOld(file: string): Results {
  try {
    const results = readResults(readFileSync(file, 'utf8'));
    return results ?? give(`--compare: ${file} is not a bench.json of this version`, EXIT_WRONG_INPUT);
  } catch {
    return give(`--compare: cannot read ${file}`, EXIT_WRONG_INPUT);
  }
}

async function write(folder: string, results: Results, page: string): Promise<void> {
  const files = {
    'bench.json': `${JSON.stringify(results, null, 2)}\n`,
    'bench.md': page,
    'bench.svg': await chart(results),
  };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    console.log(`written: ${file}`);
  }
}

/** One cause has many consequences; the page names all of them. */
const MOST_PROBLEMS = 5;

cleanUpAtExit();
const given = readArgumentsOrGiveUp();
const { help, out, compare: oldFile } = given;
if (help) {
  console.log(HELP);
  process.exit(EXIT_OK);
}
const old = oldFile === undefined ? undefined : readOld(oldFile);
try {
  mkdirSync(out, { recursive: true });
  const results = await run(given);
  const page = markdown(results) + (old === undefined ? '' : `\n${compare(old, results)}`);
  console.log(page);
  await write(out, results, page);
  const problems = check(results);
  for (const problem of problems.slice(0, MOST_PROBLEMS)) console.error(`bench: ${problem}`);
  process.exit(problems.length === 0 ? EXIT_OK : EXIT_COULD_NOT_RUN);
} catch (error) {
  give(error instanceof Error ? error.message : String(error), EXIT_COULD_NOT_RUN);
}

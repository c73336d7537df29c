#!/usr/bin/env node
// The program: words on the command line → a command → its exit status.
import { HERE } from './cli/machine.js';
import { languageOf } from './cli/language.js';
import { runProgram, sourcesIn } from './cli/program.js';
import { EXIT_COULD_NOT_RUN } from './config/exit-status.js';

const NOT_RUN = { en: 'could not run', de: 'nicht gelaufen' };

/** An unforeseen error: one line, as for everything else. */
async function failed(error: unknown): Promise<number> {
  const reason = error instanceof Error ? error.message : String(error);
  const language = await languageOf(sourcesIn(process.argv.slice(2)), HERE);
  HERE.terminal.error(`smgw-proxy: ${NOT_RUN[language]}: ${reason}\n`);
  return EXIT_COULD_NOT_RUN;
}

/** How long unread output may keep the ended program alive, in ms. */
const LAST_WORDS_MS = 1000;

// Not process.exit() at once: it would cut off output that is still on its way.
function end(status: number): void {
  process.exitCode = status;
  setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
}

// Not awaited: the bundle is CommonJS, which starts sooner and cannot wait at its top level.
void runProgram(process.argv.slice(2), HERE).catch(failed).then(end);

#!/usr/bin/env node
// The program: words on the command line → a command → its exit status.
import { lookup } from 'node:dns/promises';
import { readArguments } from './cli/arguments.js';
import { languageOf } from './cli/language.js';
import { readFileUpTo } from './cli/read-file.js';
import { run, serveWhenNeeded } from './cli/run/run.js';
import { processTerminal } from './cli/terminal/terminal.js';
import { EXIT_COULD_NOT_RUN, EXIT_OK } from './config/exit-status.js';
import { packageVersion } from './machine/package.js';

/** Wider lines are hard to read, however wide the terminal is. */
const MAX_WIDTH = 100;

const terminal = processTerminal(process);

async function main(words: readonly string[]): Promise<number> {
  const given = readArguments(words);
  if (given.switches.has('help')) {
    const { helpText } = await import('./cli/help.js');
    const width = Math.min(process.stdout.columns || MAX_WIDTH, MAX_WIDTH);
    return print(await helpText(given.command, width, languageOf(given.flags, process.env)));
  }
  if (given.switches.has('version')) return print(packageVersion());
  const shared = { environment: process.env, terminal, serve: serveWhenNeeded };
  switch (given.command.name) {
    case 'run':
      return run(given, { ...shared, readFile: readFileUpTo, lookup });
    case 'demo': {
      const { demo, startSimulatorWhenNeeded } = await import('./cli/demo/demo.js');
      return demo(given, { ...shared, startSimulator: startSimulatorWhenNeeded });
    }
    case 'status': {
      const [{ status }, { screenOf }] = await Promise.all([
        import('./cli/status/status.js'),
        import('./cli/terminal/screen.js'),
      ]);
      return status(given, { ...shared, readFile: readFileUpTo, screen: screenOf(process.stdout) });
    }
    case 'discover': {
      const { discoverHere } = await import('./cli/discover/here.js');
      return discoverHere(given, { ...shared, readFile: readFileUpTo });
    }
    case 'check': {
      const { checkHere } = await import('./cli/check/here.js');
      return checkHere(given, { ...shared, readFile: readFileUpTo });
    }
    case 'setup': {
      const { setupHere } = await import('./cli/setup/here.js');
      return setupHere(given, { ...shared, readFile: readFileUpTo });
    }
  }
}

function print(text: string): number {
  terminal.out(`${text}\n`);
  return EXIT_OK;
}

/** Something nobody foresaw: one line, as for everything else. */
function failed(error: unknown): number {
  terminal.error(`smgw-proxy: could not run: ${error instanceof Error ? error.message : String(error)}\n`);
  return EXIT_COULD_NOT_RUN;
}

/** How long output that nobody reads may keep the ended program alive, in ms. */
const LAST_WORDS_MS = 1000;

// Not process.exit() at once: it would cut off output that is still on its way. (It would not end an unanswered
// lookup sooner either: Node waits for its threads.)
function end(status: number): void {
  process.exitCode = status;
  setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
}

// Not awaited: the bundle is CommonJS, which starts sooner and cannot wait at its top level.
void main(process.argv.slice(2)).catch(failed).then(end);

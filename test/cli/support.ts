// For tests of the commands: command lines as yargs reads them, and a machine on which nothing can be done.
import assert from 'node:assert/strict';
import type { Arguments } from '../../src/cli/command.js';
import { nameOf } from '../../src/cli/command.js';
import { languageOf } from '../../src/cli/language.js';
import type { Machine } from '../../src/cli/machine.js';
import { program, runProgram, sourcesIn } from '../../src/cli/program.js';
import type { Terminal } from '../../src/cli/terminal/terminal.js';

function terminal(): Terminal & { readonly written: { out: string; error: string } } {
  const written = { out: '', error: '' };
  return {
    written,
    out: (text) => void (written.out += text),
    error: (text) => void (written.error += text),
  };
}

export const unexpected = (): never => assert.fail('nothing may be done');

/** A line of progress without a terminal. */
export const NO_PROGRESS = { show: () => undefined, hide: () => undefined };

const NOTHING: Machine = {
  environment: {},
  terminal: { out: unexpected, error: unexpected },
  isRoot: true,
  isInteractive: false,
  fileMode: () => Promise.resolve(0o600),
  readFile: () => Promise.reject(new Error('no file was given')),
  loadAside: unexpected,
  lookUp: () => Promise.resolve(['192.0.2.1']),
  screen: unexpected,
  progress: () => Promise.resolve(NO_PROGRESS),
  surroundings: unexpected,
  serve: unexpected,
  startSimulator: unexpected,
  search: unexpected,
  check: unexpected,
  execute: unexpected,
};

/** A machine that only writes, with what is given in place of that. */
export function aMachine(changes: Partial<Machine> = {}) {
  const { written, ...streams } = terminal();
  return { written, machine: { ...NOTHING, terminal: streams, ...changes } };
}

/** Does what a command line asks for, on such a machine. */
export async function call(words: readonly string[], changes: Partial<Machine> = {}) {
  const { written, machine } = aMachine(changes);
  const status = await runProgram(words, machine);
  return { status, ...written };
}

/** The command and arguments of a command line, without a start. */
export async function read(words: readonly string[]): Promise<Arguments & { readonly command: string }> {
  let found: (Arguments & { readonly command: string }) | undefined;
  const language = await languageOf(sourcesIn(words), NOTHING);
  await program(words, language, (command, given) => {
    found = { command: nameOf(command), ...given };
    return Promise.resolve(0);
  }).parseAsync();
  assert.ok(found, `${words.join(' ')} starts no command`);
  return found;
}

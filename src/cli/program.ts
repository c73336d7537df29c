// The program as yargs has it: its commands, its help in two languages, its completion.
import yargs, { type Argv, type FallbackCompletionFunction } from 'yargs';
import { Parser } from 'yargs/helpers';
import type { Environment } from '../config/environment.js';
import { EXIT_OK, EXIT_WRONG_INPUT } from '../config/exit-status.js';
import type { Problem } from '../config/problem.js';
import { packageVersion } from '../machine/package.js';
import { argumentsOf, takeUnknown, type ParsedWords } from './arguments.js';
import { COMMANDS } from './commands.js';
import { nameOf, type Arguments, type Command } from './command.js';
import type { Language } from '../config/language.js';
import { describeCommand, inLanguage, optionOf, typeOf } from './help.js';
import { LANGUAGE_OPTION, languageOf } from './language.js';
import type { Machine } from './machine.js';
import { RUN } from './run/command.js';

/** Wider lines are hard to read, however wide the terminal is. */
const MAX_WIDTH = 100;

/** A text arrives as it was written, and an option has one name. */
const AS_WRITTEN = {
  'boolean-negation': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
} as const;

const ALL_OPTIONS = COMMANDS.flatMap(({ options }) => options);
const OTHER_OPTIONS = ALL_OPTIONS.filter(({ name }) => RUN.options.every((option) => option.name !== name));
const SWITCHES = ALL_OPTIONS.filter(({ kind }) => kind === undefined).map(({ name }) => name);

/** Starts a command; resolves with its exit status. */
export type Begin = (command: Command, given: Arguments) => Promise<number>;

/** A sentence of yargs about the command line. */
class WordsError extends Error {}

/**
 * Does what a command line asks for; resolves with the exit status. Help, version and completion are written by yargs,
 * which then ends the process.
 */
export async function runProgram(words: readonly string[], machine: Machine): Promise<number> {
  let status = EXIT_OK;
  const begin: Begin = async (command, given) => (status = await command.handler(given, machine));
  try {
    await program(words, machine.environment, begin).parseAsync();
    return status;
  } catch (error) {
    if (!(error instanceof WordsError)) throw error;
    machine.terminal.error(`smgw-proxy: ${error.message}. See smgw-proxy --help\n`);
    return EXIT_WRONG_INPUT;
  }
}

export function program(words: readonly string[], environment: Environment, begin: Begin): Argv {
  const language = languageAsked(words, environment);
  const problems: Problem[] = [];
  const cli = yargs([...words])
    .scriptName('smgw-proxy')
    .locale(language)
    .parserConfiguration(AS_WRITTEN)
    .wrap(Math.min(process.stdout.columns || MAX_WIDTH, MAX_WIDTH))
    .alias('h', 'help')
    .version(packageVersion())
    .strict()
    .middleware((parsed) => {
      // Yargs takes `run` for a positional of the default command; the word behind it names no command.
      const word = parsed[nameOf(RUN)] ?? parsed._[0];
      if (word === HELP) return;
      problems.push(...takeUnknown(parsed, commandNamed(word) ?? RUN, COMMANDS));
    }, true)
    .fail((message: string | null, error: unknown) => {
      throw message === null ? error : new WordsError(message);
    });
  // Until yargs has found the command, it takes the options for those of `run`; of the others it needs to know which
  // have no value.
  for (const option of OTHER_OPTIONS)
    cli.option(option.name, { ...typeOf(option.kind), global: false, hidden: true });
  for (const option of RUN.options) cli.option(option.name, { ...optionOf(option, language), global: false });
  for (const command of COMMANDS)
    cli.command({
      command: command.command,
      builder: (own) => describeCommand(own, command),
      describe: inLanguage(command.describe, language),
      handler: async (parsed) => {
        await begin(command, argumentsOf(parsed, command, problems, language));
      },
    });
  return cli
    .command(`${HELP} [command]`, 'Show the help of a command', {}, async ({ command }) => {
      await program([typeof command === 'string' ? command : '', '--help'], environment, begin).parseAsync();
    })
    .completion('completion', 'Print a script for bash or zsh that completes what is typed', complete);
}

const HELP = 'help';

const commandNamed = (word: unknown): Command | undefined =>
  COMMANDS.find((command) => nameOf(command) === word);

/** Help is written while yargs parses, so that its language has to be known before. */
function languageAsked(words: readonly string[], environment: Environment): Language {
  const options = Parser([...words], {
    boolean: SWITCHES,
    string: [LANGUAGE_OPTION.name],
    configuration: AS_WRITTEN,
  });
  const asked = [options[LANGUAGE_OPTION.name] as string | string[]].flat();
  return languageOf(new Map([[LANGUAGE_OPTION.name, asked]]), environment);
}

/** The word that may stand for the default command; to yargs it is `$0`. */
const DEFAULT_COMMAND = '$0';

/** Values of an option that has a list of them; where another value belongs, none, so that the shell offers files. */
const complete: FallbackCompletionFunction = (current, parsed: ParsedWords, byDefault, done) => {
  const option = ALL_OPTIONS.find(({ name, kind }) => kind && [parsed[name]].flat().at(-1) === current);
  if (option !== undefined) done([...(option.kind?.words ?? [])]);
  else
    byDefault((_error, words = []) => {
      done(words.map((word) => word.replace(DEFAULT_COMMAND, nameOf(RUN))));
    });
};

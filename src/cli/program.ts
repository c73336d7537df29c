// The program as yargs has it: its commands, its help in two languages, its completion.
import yargs, { type Argv, type FallbackCompletionFunction } from 'yargs';
import { Parser } from 'yargs/helpers';
import { EXIT_OK, EXIT_WRONG_INPUT } from '../config/exit-status.js';
import type { Problem } from '../config/problem.js';
import { packageVersion } from '../machine/package.js';
import { argumentsOf, takeUnknown, type ParsedWords } from './arguments.js';
import { COMMANDS } from './commands.js';
import { nameOf, type Arguments, type Command } from './command.js';
import type { Language, Translated } from '../config/language.js';
import { CONFIG_FILE_OPTION } from '../config/options.js';
import { describeCommand, optionOf, typeOf } from './help.js';
import {
  LANGUAGE_FLAGS,
  LANGUAGE_OPTION,
  languageOf,
  languageSources,
  type LanguageSources,
} from './language.js';
import type { Machine } from './machine.js';
import { readOption } from './read-option.js';
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

const SEE_HELP: Translated<string> = { en: 'See smgw-proxy --help', de: 'Hilfe: smgw-proxy --help' };

/** A sentence of yargs about the command line. */
class WordsError extends Error {}

/**
 * Does what a command line asks for; resolves with the exit status. Help, version and completion are written by yargs,
 * which then ends the process.
 */
export async function runProgram(words: readonly string[], machine: Machine): Promise<number> {
  const language = await languageOf(sourcesIn(words), machine);
  let status = EXIT_OK;
  const begin: Begin = async (command, given) => (status = await command.handler(given, machine));
  try {
    await program(words, language, begin).parseAsync();
    return status;
  } catch (error) {
    if (!(error instanceof WordsError)) throw error;
    machine.terminal.error(`smgw-proxy: ${error.message}. ${SEE_HELP[language]}\n`);
    return EXIT_WRONG_INPUT;
  }
}

export function program(words: readonly string[], language: Language, begin: Begin): Argv {
  const problems: Problem[] = [];
  const cli = yargs([...words])
    .scriptName('smgw-proxy')
    .locale(language)
    .updateStrings(TYPES[language])
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
      describe: command.describe[language],
      handler: async (parsed) => {
        const given = argumentsOf(parsed, command, problems, language);
        readOption(LANGUAGE_OPTION, given.flags, problems);
        await begin(command, given);
      },
    });
  return cli
    .command(`${HELP} [${HELP_WORDS.command[language]}]`, HELP_WORDS.help[language], {}, async (parsed) => {
      const command = parsed[HELP_WORDS.command[language]];
      await program([typeof command === 'string' ? command : '', '--help'], language, begin).parseAsync();
    })
    .completion('completion', HELP_WORDS.completion[language], complete);
}

/** Yargs leaves the kinds of options in English. */
const TYPES: Translated<Readonly<Record<string, string>>> = {
  en: {},
  de: { string: 'Text', boolean: 'Schalter' },
};

const HELP = 'help';
const HELP_WORDS = {
  command: { en: 'command', de: 'Befehl' },
  help: { en: 'Show the help of a command', de: 'Die Hilfe zu einem Befehl zeigen' },
  completion: {
    en: 'Print a script for bash or zsh that completes what is typed',
    de: 'Ein Skript für bash oder zsh ausgeben, das Eingaben ergänzt',
  },
};

const commandNamed = (word: unknown): Command | undefined =>
  COMMANDS.find((command) => nameOf(command) === word);

/** Help is written while yargs parses, so that its language has to be known before. */
export function sourcesIn(words: readonly string[]): LanguageSources {
  const options = Parser([...words], {
    boolean: SWITCHES,
    string: [...LANGUAGE_FLAGS, CONFIG_FILE_OPTION.name],
    configuration: AS_WRITTEN,
  }) as Readonly<Record<string, string | readonly string[] | undefined>>;
  return languageSources((name) => [options[name] ?? []].flat());
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

// The command line: words to command, flags and switches. The only file that knows the parser of yargs.
import parser from 'yargs-parser';
import type { Flags } from '../config/load.js';
import { bare, problem, quote, type Problem } from '../config/problem.js';
import { suggestion } from '../config/nearest.js';
import { COMMANDS, RUN } from './commands.js';
import type { Command } from './command.js';

/** The words of a command line, sorted; the texts of the flags are not judged yet. */
export interface Arguments {
  readonly command: Command;
  readonly flags: Flags;
  readonly switches: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

// The parser sorts the words and nothing else: every text has to arrive at our own parsers as it was written. All of
// yargs around it would take longer to load than everything else that `run` needs; only the help waits for it.
const SORT_ONLY = {
  'boolean-negation': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'short-option-groups': false,
  'strip-aliased': true,
  'populate--': true,
} as const;

const ALL_OPTIONS = [...new Set(COMMANDS.flatMap(({ options }) => options.map(({ name }) => name)))];
const ALL_SWITCHES = [...new Set(COMMANDS.flatMap(({ switches }) => switches.map(({ name }) => name)))];
const HELP_LETTER = 'h';
/** What takes the place of options that no command has. */
const UNKNOWN = 'unknown';

/** Sorts the words behind the program's name. Never throws: whatever does not fit is a problem. */
export function readArguments(words: readonly string[]): Arguments {
  const sorted = sort(words);
  const problems: Problem[] = [];
  const command = readCommand([...texts(sorted._), ...texts(sorted['--'])], problems);
  problems.push(...optionWords(words).flatMap((word) => judgeOption(word, command)));
  const given = command.options.map(({ name }) => [name, texts(sorted[name])] as const);
  const on = command.switches.filter(({ name }) => texts(sorted[name]).includes('true'));
  return {
    command,
    flags: new Map(given.filter(([, values]) => values.length > 0)),
    switches: new Set(on.map(({ name }) => name)),
    problems,
  };
}

/**
 * Lets the parser tell options, their values and other words apart. It is shown only names that it knows: it reads
 * `-listen` as `--listen` and throws at `--constructor`. Another option keeps its place, and with it its value.
 */
function sort(words: readonly string[]): Readonly<Record<string, unknown>> {
  const options = new Set(optionWords(words));
  const known = words.map((word) =>
    options.has(word) && !isKnown(word) ? word.replace(/^[^=]*/s, `--${UNKNOWN}`) : word,
  );
  const end = words.indexOf(SEPARATOR);
  return parser(end < 0 ? known : [...known.slice(0, end), ...words.slice(end)], {
    configuration: SORT_ONLY,
    string: [...ALL_OPTIONS, UNKNOWN],
    boolean: ALL_SWITCHES,
    alias: { help: [HELP_LETTER] },
  });
}

/** One value or several, as the parser gives them, as texts. */
function texts(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return values.map(String);
}

function readCommand(others: readonly string[], problems: Problem[]): Command {
  const names = COMMANDS.map(({ name }) => name);
  const [word, ...rest] = others;
  const command = COMMANDS.find(({ name }) => name === word);
  if (word !== undefined && command === undefined) {
    const came = `${quote(word)}${suggestion(word, names)}`;
    problems.push(problem('unknown-command', 'command', names.join(' or '), came));
  }
  for (const each of rest) {
    problems.push(problem('unexpected-argument', 'arguments', 'options, which begin with --', quote(each)));
  }
  return command ?? RUN;
}

/** Behind it no word is an option. */
const SEPARATOR = '--';

/** The words that are options, each once: no value begins with a dash, unless it is written behind a `=`. */
function optionWords(words: readonly string[]): readonly string[] {
  const end = words.indexOf(SEPARATOR);
  const before = end < 0 ? words : words.slice(0, end);
  return [...new Set(before.filter((word) => /^-./s.test(word)))];
}

const nameIn = (word: string): string => /^--([^=]+)/.exec(word)?.[1] ?? '';

function isKnown(word: string): boolean {
  return word === `-${HELP_LETTER}` || [...ALL_OPTIONS, ...ALL_SWITCHES].includes(nameIn(word));
}

/** Says what is wrong with an option itself; its value is judged elsewhere. */
function judgeOption(word: string, command: Command): Problem[] {
  if (word === `-${HELP_LETTER}`) return [];
  const name = nameIn(word);
  const { where, known } = { where: bare(word.replace(/=.*$/s, '')), known: namesOf(command) };
  if (!word.startsWith('--')) {
    const hint = optionSuggestion(where.slice(1), known);
    return [problem('unknown-option', where, 'an option that begins with two dashes', `one dash${hint}`)];
  }
  if (!known.includes(name)) {
    const owner = COMMANDS.find((other) => namesOf(other).includes(name));
    const came = owner
      ? `one of "smgw-proxy ${owner.name}"`
      : `an unknown one${optionSuggestion(name, known)}`;
    return [problem('unknown-option', where, `an option of "smgw-proxy ${command.name}"`, came)];
  }
  const hasValue = word.includes('=') && ALL_SWITCHES.includes(name);
  return hasValue
    ? [problem('unexpected-value', where, 'no value', quote(word.slice(word.indexOf('=') + 1)))]
    : [];
}

const namesOf = ({ options, switches }: Command): string[] =>
  [...options, ...switches].map(({ name }) => name);

const optionSuggestion = (name: string, known: readonly string[]): string =>
  suggestion(
    `--${name}`,
    known.map((each) => `--${each}`),
  );

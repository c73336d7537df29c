// The words that yargs found on a command line → flags, switches, and all problems of the words themselves.
import { suggestion } from '../config/nearest.js';
import { bare, problem, quote, type Problem } from '../config/problem.js';
import { nameOf, type Arguments, type Command } from './command.js';

/** The result of yargs: options by their names, other words as `_`, and as `--` those that follow these two dashes. */
export type ParsedWords = Record<string, unknown> & { _: (string | number)[]; '--'?: string[] };

/** Every command has them from yargs. */
const OWN_SWITCHES = ['help', 'version'];
const OF_YARGS = ['h', '_', '$0', '--'];

/** `problems`: of the words, see {@link takeUnknown}. */
export function argumentsOf(
  parsed: ParsedWords,
  { options }: Command,
  problems: readonly Problem[],
): Arguments {
  const given = options.flatMap(({ name, kind }) =>
    kind !== undefined && name in parsed ? [[name, [parsed[name]].flat().map(String)] as const] : [],
  );
  const switches = options.filter(({ name, kind }) => kind === undefined && parsed[name] === true);
  return {
    flags: new Map(given),
    switches: new Set(switches.map(({ name }) => name)),
    problems,
    isBare:
      problems.length === 0 &&
      Object.keys(parsed).every((key) => key === '$0' || (key === '_' && parsed._.length === 0)),
  };
}

/**
 * Takes the words that the command does not have out of the parsed ones, and tells their problems. Yargs itself has one
 * sentence without suggestions for all of them, and it throws for an option like --constructor.
 */
export function takeUnknown(parsed: ParsedWords, command: Command, commands: readonly Command[]): Problem[] {
  const problems = takeWords(parsed, command, commands);
  const known = [...namesOf(command), ...OWN_SWITCHES];
  const unknown = Object.keys(parsed).filter(
    (key) => ![...known, ...OF_YARGS, nameOf(command)].includes(key),
  );
  const letters = unknown.filter((key) => key.length === 1).join('');
  if (letters !== '') problems.push(oneDash(letters, known));
  for (const key of unknown) {
    if (key.length > 1) problems.push(unknownOption(key, known, command, commands));
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- that is how a middleware of yargs takes it away
    delete parsed[key];
  }
  // Of a switch, yargs leaves only whether its value was "true".
  const valued = known.filter((name) => parsed[name] === false);
  return [...problems, ...valued.map(unexpectedValue)];
}

/** Leaves the name of the command, as yargs has it. */
function takeWords(parsed: ParsedWords, command: Command, commands: readonly Command[]): Problem[] {
  const name = nameOf(command);
  // The default command has its own name as a positional.
  const [first, ...others] = [parsed[name] ?? [], parsed._].flat().map(String);
  const isNamed = first === undefined || first === name;
  const behindDashes = parsed['--'] ?? [];
  parsed._ = parsed._.slice(0, parsed._[0] === name ? 1 : 0);
  delete parsed['--'];
  return [
    ...(isNamed ? [] : [unknownCommand(first, commands)]),
    ...[...others, ...behindDashes].map(unexpectedWord),
  ];
}

function unknownCommand(word: string, commands: readonly Command[]): Problem {
  const names = commands.map(nameOf);
  return problem(
    'unknown-command',
    'command',
    names.join(' or '),
    `${quote(word)}${suggestion(word, names)}`,
  );
}

const unexpectedWord = (word: string): Problem =>
  problem('unexpected-argument', 'arguments', 'options, which begin with --', quote(word));

const unexpectedValue = (name: string): Problem =>
  problem('unexpected-value', `--${name}`, 'no value', 'one that is not "true"');

/** To yargs, each letter behind one dash is an option. */
function oneDash(letters: string, known: readonly string[]): Problem {
  const hint = optionSuggestion(letters, known);
  return problem(
    'unknown-option',
    bare(`-${letters}`),
    'an option that begins with two dashes',
    `one dash${hint}`,
  );
}

function unknownOption(
  key: string,
  known: readonly string[],
  command: Command,
  commands: readonly Command[],
): Problem {
  const owner = commands.find((other) => namesOf(other).includes(key));
  const came = owner
    ? `one of "smgw-proxy ${nameOf(owner)}"`
    : `an unknown one${optionSuggestion(key, known)}`;
  return problem('unknown-option', bare(`--${key}`), `an option of "smgw-proxy ${nameOf(command)}"`, came);
}

const namesOf = ({ options }: Command): string[] => options.map(({ name }) => name);

const optionSuggestion = (name: string, known: readonly string[]): string =>
  suggestion(
    `--${name}`,
    known.map((each) => `--${each}`),
  );

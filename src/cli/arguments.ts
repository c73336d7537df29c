// The words that yargs found on a command line → flags, switches, and all problems of the words themselves.
import { suggestion } from '../config/nearest.js';
import type { Language, Translated } from '../config/language.js';
import { bare, problem, quoted, type Problem } from '../config/problem.js';
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
  language: Language,
): Arguments {
  const given = options.flatMap(({ name, kind }) =>
    kind !== undefined && name in parsed ? [[name, [parsed[name]].flat().map(String)] as const] : [],
  );
  const switches = options.filter(({ name, kind }) => kind === undefined && parsed[name] === true);
  return {
    flags: new Map(given),
    switches: new Set(switches.map(({ name }) => name)),
    problems,
    language,
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
  const { en, de } = quoted(word);
  const hint = suggestion(word, names);
  const message = {
    en: `there is no ${en}${hint.en || `; there are ${names.join(', ')}`}`,
    de: `${de} gibt es nicht${hint.de || `; es gibt ${names.join(', ')}`}`,
  };
  return { code: 'unknown-command', where: { en: 'command', de: 'Befehl' }, message };
}

const ARGUMENTS = { en: 'arguments', de: 'Aufruf' };
const OPTIONS = { en: 'options, which begin with --', de: 'eine Option, die mit -- beginnt' };

const unexpectedWord = (word: string): Problem =>
  problem('unexpected-argument', ARGUMENTS, OPTIONS, quoted(word));

const NO_VALUE = { en: 'takes no value; leave it out', de: 'hat keinen Wert; lassen Sie ihn weg' };

const unexpectedValue = (name: string): Problem => ({
  code: 'unexpected-value',
  where: `--${name}`,
  message: NO_VALUE,
});

/** To yargs, each letter behind one dash is an option. */
function oneDash(letters: string, known: readonly string[]): Problem {
  const hint = optionSuggestion(letters, known);
  const message = {
    en: `an option begins with two dashes${hint.en}`,
    de: `eine Option beginnt mit zwei Strichen${hint.de}`,
  };
  return { code: 'unknown-option', where: bare(`-${letters}`), message };
}

function unknownOption(
  key: string,
  known: readonly string[],
  command: Command,
  commands: readonly Command[],
): Problem {
  const owner = commands.find((other) => namesOf(other).includes(key));
  const hint = owner ? ownedBy(nameOf(owner)) : optionSuggestion(key, known);
  const name = `smgw-proxy ${nameOf(command)}`;
  const message = {
    en: `"${name}" has no such option${hint.en}`,
    de: `„${name}“ hat diese Option nicht${hint.de}`,
  };
  return { code: 'unknown-option', where: bare(`--${key}`), message };
}

const ownedBy = (name: string): Translated<string> => ({
  en: `; it is one of "smgw-proxy ${name}"`,
  de: `; sie gehört zu „smgw-proxy ${name}“`,
});

const namesOf = ({ options }: Command): string[] => options.map(({ name }) => name);

const optionSuggestion = (name: string, known: readonly string[]): Translated<string> =>
  suggestion(
    `--${name}`,
    known.map((each) => `--${each}`),
  );

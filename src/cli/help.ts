// Tells yargs the options, the examples and the last words of a command, in the language that yargs speaks.
import type { Argv, Options } from 'yargs';
import type { Command, CommandOption } from './command.js';
import type { Language } from '../config/language.js';

/** For the builder of a command. */
export function describeCommand(yargs: Argv, { options, examples, epilogue }: Command): Argv {
  const language = yargs.locale() as Language;
  for (const option of options) yargs.option(option.name, optionOf(option, language));
  return yargs.example(examples.map(([line, what]) => [line, what[language]])).epilogue(epilogue[language]);
}

/**
 * Neither with `default` nor with `choices`: the environment and the file may have a value as well. A wrong value is
 * told together with all other problems.
 */
export function optionOf(
  { kind, group, help, default: standard }: CommandOption,
  language: Language,
): Options {
  const words = help[language];
  return {
    ...typeOf(kind),
    describe: kind === undefined ? words : `<${kind.placeholder[language]}> ${words}`,
    ...(group === undefined ? {} : { group: group[language] }),
    ...(standard === undefined ? {} : { defaultDescription: standard }),
  };
}

export const typeOf = (kind: CommandOption['kind']): Options => ({
  type: kind === undefined ? 'boolean' : 'string',
});

// Reads options from the environment: SMGW_PROXY_CONNECT_TIMEOUT=5s and the like.
import { CONFIG_FILE_OPTION, OPTIONS, VARIABLE_PREFIX } from './options.js';
import { bare, problem, quote, type Problem } from './problem.js';
import { suggestion } from './nearest.js';
import type { OptionText } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLES = [...OPTIONS, CONFIG_FILE_OPTION].map(({ variable }) => variable);

/** The options in variables. Repeatable ones are separated by commas or white space; an empty variable counts as unset. */
export function optionsInEnvironment(environment: Environment): OptionText[] {
  return OPTIONS.flatMap((option) => {
    const where = option.variable;
    const text = variable(environment, where);
    if (text === undefined) return [];
    const texts = option.repeatable ? text.split(/[\s,]+/).filter((each) => each !== '') : [text];
    // A text of separators alone stays, so that the parser refuses it.
    return (texts.length > 0 ? texts : [text]).map((each) => ({ option, text: each, where }));
  });
}

/** The text of a variable. Empty or blank counts as unset, like `FOO=` in a unit file. */
export function variable(environment: Environment, name: string): string | undefined {
  const text = environment[name];
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** Problems for unknown variables with our prefix, because a misspelt one would have no effect. */
export function unknownVariables(environment: Environment): Problem[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith(VARIABLE_PREFIX) && !VARIABLES.includes(name))
    .map((name) => {
      const came = `${quote(name)}${suggestion(name, VARIABLES)}`;
      return problem('unknown-variable', bare(name), 'a variable that smgw-proxy knows', came);
    });
}

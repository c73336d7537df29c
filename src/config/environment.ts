// The environment as a source of options: SMGW_PROXY_CONNECT_TIMEOUT=5s and the like.
import { CONFIG_FILE_OPTION, OPTIONS, VARIABLE_PREFIX } from './options.js';
import { bare, problem, quote, type Problem } from './problem.js';
import { suggestion } from './nearest.js';
import type { OptionText } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLES = [...OPTIONS, CONFIG_FILE_OPTION].map(({ variable }) => variable);

/** The options given by variables. Repeatable ones are separated by commas or white space; empty means not given. */
export function givenByEnvironment(environment: Environment): OptionText[] {
  return OPTIONS.flatMap((option) => {
    const text = variable(environment, option.variable);
    if (text === undefined) return [];
    const texts = option.repeatable ? text.split(/[\s,]+/).filter((each) => each !== '') : [text];
    // Only separators: that is something, and no parser accepts it.
    return (texts.length > 0 ? texts : [text]).map((each) => ({
      option,
      text: each,
      where: option.variable,
    }));
  });
}

/** A variable's text; one that is empty or blank counts as not set, as `FOO=` in a unit file means it. */
export function variable(environment: Environment, name: string): string | undefined {
  const text = environment[name];
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** Variables that begin as ours do but are none: most likely misspelt, and otherwise silently without effect. */
export function unknownVariables(environment: Environment): Problem[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith(VARIABLE_PREFIX) && !VARIABLES.includes(name))
    .map((name) => {
      const came = `${quote(name)}${suggestion(name, VARIABLES)}`;
      return problem('unknown-variable', bare(name), 'a variable that smgw-proxy knows', came);
    });
}

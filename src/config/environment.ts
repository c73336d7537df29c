// Reads options from the environment: SMGW_PROXY_CONNECT_TIMEOUT=5s and the like.
import { CONFIG_FILE_OPTION, OPTIONS, VARIABLE_PREFIX } from './options.js';
import { bare, type Problem } from './problem.js';
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
  return unknownNames(environment)
    .filter((name) => !isServiceLink(name, environment))
    .map((name) => {
      const hint = suggestion(name, VARIABLES, VARIABLE_PREFIX);
      const message = {
        en: `smgw-proxy has no such variable${hint.en}`,
        de: `diese Variable kennt smgw-proxy nicht${hint.de}`,
      };
      return { code: 'unknown-variable', where: bare(name), message };
    });
}

/**
 * The variables that Kubernetes sets in each container for a Service named like this program ("service links"):
 * SMGW_PROXY_SERVICE_HOST=10.43.7.7, SMGW_PROXY_PORT=tcp://10.43.7.7:8080 and others.
 */
export function serviceLinks(environment: Environment): string[] {
  return unknownNames(environment).filter((name) => isServiceLink(name, environment));
}

function unknownNames(environment: Environment): string[] {
  const names = Object.keys(environment);
  return names.filter((name) => name.startsWith(VARIABLE_PREFIX) && !VARIABLES.includes(name));
}

const LINK_NAME =
  /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/;
/** The value of a name that ends in `_PORT`, which a misspelt option could as well. */
const LINK_URL = /^(?:tcp|udp|sctp):\/\//;

function isServiceLink(name: string, environment: Environment): boolean {
  return LINK_NAME.test(name) || (name.endsWith('_PORT') && LINK_URL.test(environment[name] ?? ''));
}

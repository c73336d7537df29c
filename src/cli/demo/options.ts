// The options that only the demo has: the delay of the simulated gateway, and its login.
import { DURATION, oneOf, type Kind } from '../../config/kinds.js';
import type { Flags } from '../../config/load.js';
import { parsed, refused, type Problem } from '../../config/problem.js';
import type { CommandOption } from '../command.js';
import { readOption } from '../read-option.js';
import { DEFAULT_LOGIN, MAKERS, type SimulatedMaker } from '../../simulator/identity.js';

/** How the simulator is to behave; the delay in ms. */
export interface DemoSettings {
  readonly maker: SimulatedMaker;
  readonly answerDelay: number;
  readonly user: string;
  readonly password: string;
}

/** A text of which every character is one of a few. */
function textOf(placeholder: string, pattern: RegExp, expected: string): Kind<string> {
  return {
    placeholder,
    parse: (text) => (pattern.test(text) ? parsed(text) : refused(expected)),
    format: (value) => value,
  };
}

// The user's name becomes part of a path of the gateway.
const USER = textOf('NAME', /^[\w.-]{1,64}$/, '1 to 64 letters, digits, "-", "_" or "."');
// Digest hashes bytes, and clients encode other characters differently.
const PASSWORD = textOf('PASSWORD', /^[ -~]{1,64}$/, '1 to 64 characters out of ASCII');

const GROUP = 'Simulated gateway:';

const ROWS = {
  maker: {
    ...{ name: 'gateway', kind: oneOf(MAKERS), default: 'theben', group: GROUP },
    help: 'The maker of the gateway that is imitated',
  },
  answerDelay: {
    ...{ name: 'answer-delay', kind: DURATION, default: '0', group: GROUP },
    help: 'How long it thinks before each answer',
  },
  user: {
    ...{ name: 'user', kind: USER, default: DEFAULT_LOGIN.user, group: GROUP },
    help: 'The user that may log in',
  },
  password: {
    ...{ name: 'password', kind: PASSWORD, default: DEFAULT_LOGIN.password, group: GROUP },
    help: 'The password of that user',
  },
};

export const DEMO_OPTIONS: readonly CommandOption[] = Object.values(ROWS);

/** Reads the demo's own options; undefined if any is wrong, which is then among the problems. */
export function demoSettings(flags: Flags, problems: Problem[]): DemoSettings | undefined {
  const maker = readOption(ROWS.maker, flags, problems);
  const answerDelay = readOption(ROWS.answerDelay, flags, problems);
  const user = readOption(ROWS.user, flags, problems);
  const password = readOption(ROWS.password, flags, problems);
  if (maker === undefined || answerDelay === undefined || user === undefined || password === undefined)
    return undefined;
  return { maker, answerDelay, user, password };
}

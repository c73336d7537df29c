// The options that only the demo has: the maker of the simulated gateway, its login, and its faults.
import { COUNT, DURATION, oneOf, SIGNED_DURATION, type Kind } from '../../config/kinds.js';
import { alike, type Translated } from '../../config/language.js';
import type { Flags } from '../../config/load.js';
import { parsed, problem, refused, type Problem } from '../../config/problem.js';
import type { CommandOption } from '../command.js';
import { LANGUAGE_OPTION } from '../language.js';
import { readOption } from '../read-option.js';
import type { GatewayKnobs } from '../../simulator/gateway.js';
import { DEFAULT_LOGIN, MAKERS, type Login, type SimulatedMaker } from '../../simulator/identity.js';

/** The behaviour of the simulator. */
export interface DemoSettings extends Login, GatewayKnobs {
  readonly maker: SimulatedMaker;
}

/** A text of which every character is one of a few. */
function textOf(
  placeholder: Translated<string>,
  pattern: RegExp,
  expected: Translated<string>,
): Kind<string> {
  return {
    placeholder,
    parse: (text) => (pattern.test(text) ? parsed(text) : refused(expected)),
    format: (value) => value,
  };
}

// The user's name becomes part of a path of the gateway.
const USER = textOf(alike('NAME'), /^[\w.-]{1,64}$/, {
  en: '1 to 64 letters, digits, "-", "_" or "."',
  de: '1 bis 64 Buchstaben (ohne Umlaute), Ziffern, „-“, „_“ oder „.“',
});
// Digest hashes bytes, and clients encode other characters differently.
const PASSWORD = textOf({ en: 'PASSWORD', de: 'PASSWORT' }, /^[ -~]{1,64}$/, {
  en: '1 to 64 characters out of ASCII',
  de: '1 bis 64 Zeichen aus ASCII, also ohne Umlaute',
});

const GROUP = { en: 'Simulated gateway:', de: 'Simuliertes Gateway:' };

const ROWS = {
  maker: {
    ...{ name: 'gateway', kind: oneOf(MAKERS), default: 'theben', group: GROUP },
    help: { en: 'The maker of the gateway that is imitated', de: 'Der Hersteller des nachgeahmten Gateways' },
  },
  user: {
    ...{ name: 'user', kind: USER, default: DEFAULT_LOGIN.user, group: GROUP },
    help: { en: 'The user that may log in', de: 'Der Benutzer, der sich anmelden darf' },
  },
  password: {
    ...{ name: 'password', kind: PASSWORD, default: DEFAULT_LOGIN.password, group: GROUP },
    help: { en: 'The password of that user', de: 'Das Passwort dieses Benutzers' },
  },
};

/** The lie about SHA-256 would break curl; it is for tests alone. */
type KnobName = Exclude<keyof GatewayKnobs, 'claimsSha256'>;

/** Knobs of the simulator; without one the gateway does as the real one. */
const KNOBS = {
  answerDelay: {
    ...{ name: 'answer-delay', kind: DURATION, group: GROUP },
    help: {
      en: 'How long it thinks before each answer, in place of the pace of the real gateway; 0 = at once',
      de: 'Wie lange es vor jeder Antwort nachdenkt, statt so lange wie das echte; 0 = gar nicht',
    },
  },
  sessionLimit: {
    ...{ name: 'session-limit', kind: COUNT, group: GROUP },
    help: {
      en: 'Most TLS connections at a time, with ppc most log-ins; 0 = unlimited',
      de: 'Höchstens so viele TLS-Verbindungen zugleich, bei ppc so viele Anmeldungen; 0 = unbegrenzt',
    },
  },
  lockOut: {
    ...{ name: 'lock-out', kind: DURATION, group: GROUP },
    help: {
      en: 'How long wrong passwords lock it, with ppc only; 0 = never',
      de: 'Wie lange falsche Passwörter es sperren, nur bei ppc; 0 = nie',
    },
  },
  dropIdle: {
    ...{ name: 'drop-idle', kind: DURATION, group: GROUP },
    help: {
      en: 'The silence after which it closes a connection; 0 = never',
      de: 'Nach so viel Stille schließt es eine Verbindung; 0 = nie',
    },
  },
  wrongClock: {
    ...{ name: 'wrong-clock', kind: SIGNED_DURATION, group: GROUP },
    help: {
      en: 'How far its clock is ahead (+2h) or behind (=-90s)',
      de: 'Wie weit seine Uhr vorgeht (+2h) oder nachgeht (=-90s)',
    },
  },
  meterSwap: {
    ...{ name: 'meter-swap', kind: DURATION, group: GROUP },
    help: {
      en: 'The time until another meter takes the place of the first; 0 = never',
      de: 'Nach dieser Zeit tritt ein anderer Zähler an die Stelle des ersten; 0 = nie',
    },
  },
} as const satisfies Record<KnobName, CommandOption>;

export const DEMO_OPTIONS: readonly CommandOption[] = [
  ...Object.values(ROWS),
  ...Object.values(KNOBS),
  LANGUAGE_OPTION,
];

/** Reads the demo's own options; undefined if any is wrong, which is then among the problems. */
export function demoSettings(flags: Flags, problems: Problem[]): DemoSettings | undefined {
  const before = problems.length;
  const maker = readOption(ROWS.maker, flags, problems);
  const user = readOption(ROWS.user, flags, problems);
  const password = readOption(ROWS.password, flags, problems);
  const knobs = Object.entries(KNOBS).map(([knob, row]) => [
    knob,
    readOption<number>(row, flags, problems),
  ]) as readonly (readonly [KnobName, number | undefined])[];
  if (maker !== undefined) refuseLockOut(maker, flags, problems);
  if (maker === undefined || user === undefined || password === undefined || problems.length > before)
    return undefined;
  return { maker, user, password, ...Object.fromEntries(knobs.filter(([, value]) => value !== undefined)) };
}

/** Gateways of the other makers have no lock-out, so that its duration would have no effect. */
function refuseLockOut(maker: string, flags: Flags, problems: Problem[]): void {
  const { name } = KNOBS.lockOut;
  if (!flags.has(name) || maker === 'ppc') return;
  const expected = {
    en: `the gateway that has a lock-out: --${ROWS.maker.name} ppc`,
    de: `das Gateway, das eine Sperre hat: --${ROWS.maker.name} ppc`,
  };
  problems.push(problem('conflict', `--${name}`, expected, alike(`--${ROWS.maker.name} ${maker}`)));
}

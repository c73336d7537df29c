// The shape of a maker's part in the text of the demo, and the words of curl that all makers share.
import type { Translated } from '../../config/language.js';
import { shellQuote } from '../terminal/shell-quote.js';

/** The facts about the simulated gateway, for its commands. */
export interface DemoAccess {
  readonly user: string;
  readonly password: string;
  /** Paths of the client certificate and its key. */
  readonly certificate: string;
  readonly key: string;
  /** `host:port` of the demo. */
  readonly authority: string;
}

/** A maker's part of the text. */
export interface MakerText {
  /** The path of the first request. */
  readonly path: string;
  /** Commands that work when pasted, each below its heading. */
  readonly commands: readonly (readonly [Translated<string>, string])[];
  /** Clients, with the values to enter there. */
  readonly clients: readonly (readonly [Translated<string>, readonly Translated<string>[]])[];
}

/** The labels of Home Assistant, and of ha-ppc-smgw, in each language. */
const FIELDS = {
  vendor: { en: 'Vendor', de: 'Hersteller' },
  url: { en: 'URL', de: 'SMGW-URL' },
  host: { en: 'Host', de: 'Host' },
  user: { en: 'Username', de: 'Benutzername' },
  password: { en: 'Password', de: 'Passwort' },
};

/** A field of a form, and what to enter there. */
export const field = (name: keyof typeof FIELDS, value: string): Translated<string> => ({
  en: `${FIELDS[name].en}: ${value}`,
  de: `${FIELDS[name].de}: ${value}`,
});

/** Without a progress bar and a certificate check; -w ends the answer with a line break. */
export const CURL = String.raw`curl -sk -w '\n'`;

export const digestWords = ({ user, password }: Pick<DemoAccess, 'user' | 'password'>): string =>
  `--digest -u ${shellQuote(`${user}:${password}`)}`;

export const certificateWords = ({ certificate, key }: DemoAccess): string =>
  `--cert ${shellQuote(certificate)} --key ${shellQuote(key)}`;

// The kinds of option values, each with its parser, its formatter, and its placeholder in the help.
import type { ListenAddress } from './config.js';
import { formatRange, parseRange } from './address-range.js';
import { formatDuration, parseDuration } from './duration.js';
import { formatTarget, parseTarget } from './endpoint.js';
import { isAddress, isLinkLocal } from './ip-literal.js';
import { alike, type Translated } from './language.js';
import { formatListen, INTERFACE_NAME, parseListen } from './listen-address.js';
import { parsed, refused, type ParseResult } from './problem.js';

/** `parse` reads the output of `format` as the same value; `placeholder` is for the help. */
export interface Kind<T> {
  readonly placeholder: Translated<string>;
  /** Where they are a closed list. */
  readonly words?: readonly string[];
  parse(text: string): ParseResult<T>;
  format(value: T): string;
}

const EXPECTED_ADMIN = {
  en: 'ADDRESS:PORT or INTERFACE:PORT, such as 127.0.0.1:8081, wlan0:8081, or 0.0.0.0:8081 for every address',
  de: 'ADRESSE:PORT oder ANSCHLUSS:PORT, wie 127.0.0.1:8081, wlan0:8081 oder 0.0.0.0:8081 für jede Adresse',
};

export const LISTEN = {
  placeholder: { en: '[ADDRESS|INTERFACE:]PORT', de: '[ADRESSE|ANSCHLUSS:]PORT' },
  parse: parseListen,
  format: formatListen,
};
export const TARGET = { placeholder: alike('HOST[:PORT]'), parse: parseTarget, format: formatTarget };
export const DURATION = {
  placeholder: { en: 'DURATION', de: 'DAUER' },
  parse: parseDuration,
  format: formatDuration,
};
/** Signed, in ms: `+2h`, `-90s`, or `0`. */
export const SIGNED_DURATION: Kind<number> = {
  placeholder: { en: '±DURATION', de: '±DAUER' },
  parse(text) {
    if (text === '0') return parsed(0);
    const amount = parseDuration(text.slice(1));
    if (/^[+-]/.test(text) && amount.ok) return parsed(text.startsWith('-') ? -amount.value : amount.value);
    return refused({
      en: 'a duration with its sign behind "=", such as =+2h or =-90s, at most 576h',
      de: 'eine Dauer mit Vorzeichen hinter „=“, wie =+2h oder =-90s, höchstens 576h',
    });
  },
  format: (value) => `${value > 0 ? '+' : value < 0 ? '-' : ''}${formatDuration(Math.abs(value))}`,
};

/** A link-local address is there on every interface: the interface says which. */
export const SOURCE: Kind<string> = {
  placeholder: { en: 'ADDRESS|INTERFACE', de: 'ADRESSE|ANSCHLUSS' },
  parse(text) {
    const isUsable = isAddress(text) && !text.includes('%') && !isLinkLocal(text);
    return isUsable || INTERFACE_NAME.test(text)
      ? parsed(text)
      : refused({
          en: 'an address of this machine, not a link-local (fe80::) one, or an interface, such as eth1',
          de: 'eine Adresse dieses Rechners, keine link-lokale (fe80::), oder ein Anschluss, zum Beispiel eth1',
        });
  },
  format: (value) => value,
};

export const RANGE = { placeholder: alike('CIDR'), parse: parseRange, format: formatRange };

/** Like LISTEN, but a port alone is refused, because it would open the page on every address by accident. */
export const ADMIN: Kind<ListenAddress> = {
  placeholder: { en: 'ADDRESS|INTERFACE:PORT', de: 'ADRESSE|ANSCHLUSS:PORT' },
  parse(text) {
    const result = parseListen(text);
    if (!result.ok) return result;
    const { host, interface: name } = result.value;
    return host === undefined && name === undefined ? refused(EXPECTED_ADMIN) : result;
  },
  format: formatListen,
};

/** More connections than a machine can hold. */
const MAX_COUNT = 1_000_000;
const EXPECTED_COUNT = {
  en: `a whole number from 0 to ${MAX_COUNT}`,
  de: `eine ganze Zahl von 0 bis ${MAX_COUNT}`,
};

export const COUNT: Kind<number> = {
  placeholder: { en: 'NUMBER', de: 'ZAHL' },
  parse(text) {
    const count = /^(?:0|[1-9]\d*)$/.test(text) ? Number(text) : Infinity;
    return count <= MAX_COUNT ? parsed(count) : refused(EXPECTED_COUNT);
  },
  format: String,
};

const EXPECTED_FILE = { en: 'the path of a file', de: 'der Pfad einer Datei' };

/** The path of a file. The code that opens the file checks the rest. */
export const FILE: Kind<string> = {
  placeholder: { en: 'FILE', de: 'DATEI' },
  parse: (text) => (text !== '' && !text.includes('\0') ? parsed(text) : refused(EXPECTED_FILE)),
  format: (value) => value,
};

const ON = /^(?:on|yes|true)$/i;
const OFF = /^(?:off|no|false)$/i;

/** A switch; a flag without a value is on. */
export const ON_OFF: Kind<boolean> = {
  placeholder: alike('on|off'),
  words: ['on', 'off'],
  parse(text) {
    if (text === '' || ON.test(text)) return parsed(true);
    return OFF.test(text) ? parsed(false) : refused({ en: 'on or off', de: 'on oder off' });
  },
  format: (value) => (value ? 'on' : 'off'),
};

/** 32 bytes in hexadecimal digits, with or without colons. */
const SHA_256 = /^[\dA-F]{2}(?::?[\dA-F]{2}){31}$/;

/** In the form in which Node and openssl show it: upper case, with colons. */
export const FINGERPRINT: Kind<string> = {
  placeholder: alike('SHA256'),
  parse(text) {
    const upper = text.toUpperCase();
    if (!SHA_256.test(upper))
      return refused({
        en: 'the SHA-256 of a certificate: 64 hexadecimal digits',
        de: 'der SHA-256 eines Zertifikats: 64 hexadezimale Ziffern',
      });
    return parsed((upper.match(/[\dA-F]{2}/g) ?? []).join(':'));
  },
  format: (value) => value,
};

/** Words for on and off, in YAML and elsewhere: never meant as the name of a file. */
const SWITCH = /^(?:on|off|yes|no|true|false|none|null)$/i;

/** As FILE, or `off` for none. */
export const LOG_FILE: Kind<string | undefined> = {
  placeholder: { en: 'FILE', de: 'DATEI' },
  parse(text) {
    if (text === 'off') return parsed(undefined);
    if (SWITCH.test(text))
      return refused({
        en: `the path of a file, such as ./${text}, or off for none`,
        de: `der Pfad einer Datei, wie ./${text}, oder off für keine`,
      });
    return FILE.parse(text);
  },
  format: (value) => value ?? 'off',
};

/** One host label (RFC 1123 section 2.1) and `.local` (RFC 6762 section 3). */
const LOCAL_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.local$/;

/** An mDNS name, kept in lower case, because case does not count. */
export const MDNS_NAME: Kind<string> = {
  placeholder: alike('NAME'),
  parse(text) {
    const name = text.toLowerCase();
    if (LOCAL_NAME.test(name)) return parsed(name);
    return refused({
      en: 'a name of 1 to 63 letters, digits and inner hyphens and ".local", such as smgw.local',
      de: 'ein Name aus 1 bis 63 Buchstaben, Ziffern und inneren Bindestrichen und „.local“, wie smgw.local',
    });
  },
  format: (value) => value,
};

/** Labels of RFC 1123 section 2.1, with dots between them. */
const LABELS =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

/** A host name without port, kept in lower case, because case does not count. */
export const HOST_NAME: Kind<string> = {
  placeholder: alike('NAME'),
  parse(text) {
    const name = text.toLowerCase();
    if (LABELS.test(name)) return parsed(name);
    return refused({
      en: 'a host name without port, such as pi7.fleet.example',
      de: 'ein Rechnername ohne Port, wie pi7.fleet.example',
    });
  },
  format: (value) => value,
};

/** One word of a closed list. */
export function oneOf<T extends string>(words: readonly T[]): Kind<T> {
  return {
    placeholder: alike(words.join('|')),
    words,
    parse(text) {
      const word = words.find((each) => each === text);
      if (word !== undefined) return parsed(word);
      const list = words.join(', ');
      return refused({ en: `one of ${list}`, de: `eines von ${list}` });
    },
    format: (value) => value,
  };
}

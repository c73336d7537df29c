// The kinds of value an option can have: how its text is read, written, and named in the help.
import type { ListenAddress } from './config.js';
import { formatRange, parseRange } from './address-range.js';
import { formatDuration, parseDuration } from './duration.js';
import { formatTarget, parseTarget } from './endpoint.js';
import { formatListen, parseListen } from './listen-address.js';
import { parsed, refused, type Parsed } from './problem.js';

/** `format` gives a text that `parse` reads as the same value; `placeholder` stands in the help. */
export interface Kind<T> {
  readonly placeholder: string;
  /** Where they are a closed list. */
  readonly words?: readonly string[];
  parse(text: string): Parsed<T>;
  format(value: T): string;
}

const EXPECTED_ADMIN =
  'ADDRESS:PORT or INTERFACE:PORT, such as 127.0.0.1:8081, wlan0:8081, or 0.0.0.0:8081 for every address';

export const LISTEN = { placeholder: '[ADDRESS|INTERFACE:]PORT', parse: parseListen, format: formatListen };
export const TARGET = { placeholder: 'HOST[:PORT]', parse: parseTarget, format: formatTarget };
export const DURATION = { placeholder: 'DURATION', parse: parseDuration, format: formatDuration };
export const RANGE = { placeholder: 'CIDR', parse: parseRange, format: formatRange };

/** Like LISTEN, but nobody shall open it to every address without having said so. */
export const ADMIN: Kind<ListenAddress> = {
  placeholder: 'ADDRESS|INTERFACE:PORT',
  parse(text) {
    const result = parseListen(text);
    if (!result.ok) return result;
    const { host, interface: name } = result.value;
    return host === undefined && name === undefined ? refused(EXPECTED_ADMIN) : result;
  },
  format: formatListen,
};

/** More than any machine has sockets for. */
const MAX_COUNT = 1_000_000;

export const COUNT: Kind<number> = {
  placeholder: 'NUMBER',
  parse(text) {
    const count = /^(?:0|[1-9]\d*)$/.test(text) ? Number(text) : Infinity;
    return count <= MAX_COUNT ? parsed(count) : refused(`a whole number from 0 to ${MAX_COUNT}`);
  },
  format: String,
};

/** The path of a file; whether it can be used is found out by whoever opens it. */
export const FILE: Kind<string> = {
  placeholder: 'FILE',
  parse: (text) => (text !== '' && !text.includes('\0') ? parsed(text) : refused('the path of a file')),
  format: (value) => value,
};

/** One label, as hosts have them (RFC 1123 section 2.1), and `.local` (RFC 6762 section 3). */
const LOCAL_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.local$/;

/** A name in the home network; in lower case, because both are the same. */
export const MDNS_NAME: Kind<string> = {
  placeholder: 'NAME',
  parse(text) {
    const name = text.toLowerCase();
    if (LOCAL_NAME.test(name)) return parsed(name);
    return refused('a name of 1 to 63 letters, digits and inner hyphens and ".local", such as smgw.local');
  },
  format: (value) => value,
};

/** One word of a closed list. */
export function oneOf<T extends string>(words: readonly T[]): Kind<T> {
  return {
    placeholder: words.join('|'),
    words,
    parse(text) {
      const word = words.find((each) => each === text);
      return word === undefined ? refused(`one of ${words.join(', ')}`) : parsed(word);
    },
    format: (value) => value,
  };
}

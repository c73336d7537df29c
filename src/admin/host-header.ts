// Whether a Host header names this machine the way a home does: the defence against DNS rebinding. A page on the
// internet, the name of which points into the house, could read answers; but its requests carry that name.
import { isIP } from 'node:net';
import type { Translated } from '../config/language.js';

/**
 * Names that cannot be registered on the internet: RFC 6762 (.local), RFC 8375 (.home.arpa), the ICANN's .internal, what
 * routers use, and the FRITZ!Box's own.
 */
const HOME_NAME = /(?:^|\.)(?:local|home\.arpa|internal|lan|home|fritz\.box)$/;
const LABELS = /^(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*$/;

/** For people: what {@link isHomeName} accepts. */
export const HOME_NAMES: Translated<string> = {
  en: 'an IP address, a name without dots, or one in .local, .home.arpa, .internal, .lan, .home or .fritz.box',
  de: 'eine IP-Adresse, ein Name ohne Punkte oder einer in .local, .home.arpa, .internal, .lan, .home oder .fritz.box',
};

/**
 * @param header `host` or `host:port`; without one (HTTP/1.0) it is no browser that asks
 * @param others further names of this machine, in lower case
 */
export function isHomeName(header: string | undefined, others: readonly string[] = []): boolean {
  if (header === undefined) return true;
  const [, bracketed, plain = ''] = /^(?:\[(.*)\]|([^:]*))(?::\d+)?$/.exec(header) ?? [];
  if (bracketed !== undefined) return isIP(bracketed) === 6;
  if (isIP(plain) === 4) return true;
  const name = plain.toLowerCase().replace(/\.$/, '');
  return LABELS.test(name) && (!name.includes('.') || HOME_NAME.test(name) || others.includes(name));
}

// Whether a Host header names this machine the way a home does. The defence against DNS rebinding: a page on the
// internet that has its own name point into the house would come with that name, and its browser lets it read answers.
import { isIP } from 'node:net';

/**
 * Names that nobody can own on the internet: RFC 6762 (.local), RFC 8375 (.home.arpa), the ICANN's .internal, what
 * routers use, and the FRITZ!Box's own.
 */
const HOME_NAME = /(?:^|\.)(?:local|home\.arpa|internal|lan|home|fritz\.box)$/;
const LABELS = /^(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*$/;

/** For people: what {@link isHomeName} accepts. */
export const HOME_NAMES =
  'an IP address, a name without dots, or one in .local, .home.arpa, .internal, .lan, .home or .fritz.box';

/** @param header `host` or `host:port`; without one (HTTP/1.0) it is no browser that asks */
export function isHomeName(header: string | undefined): boolean {
  if (header === undefined) return true;
  const [, bracketed, plain = ''] = /^(?:\[(.*)\]|([^:]*))(?::\d+)?$/.exec(header) ?? [];
  if (bracketed !== undefined) return isIP(bracketed) === 6;
  if (isIP(plain) === 4) return true;
  const name = plain.toLowerCase().replace(/\.$/, '');
  return LABELS.test(name) && (!name.includes('.') || HOME_NAME.test(name));
}

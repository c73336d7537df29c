// Parses, formats and compares listen addresses: a port alone, or behind an IP address or an interface.
import { isIP, isIPv4 } from 'node:net';
import type { Endpoint, ListenAddress } from './config.js';
import { bracketed, canonical, looksLikeIPv6, parseIPv6, readPort } from './ip-literal.js';
import { parsed, refused, type ParseResult } from './problem.js';

const EXPECTED = {
  en: 'PORT, ADDRESS:PORT, [IPv6]:PORT or INTERFACE:PORT with a port from 1 to 65535',
  de: 'PORT, ADRESSE:PORT, [IPv6]:PORT oder ANSCHLUSS:PORT mit einem Port von 1 bis 65535',
};

/** At most 15 bytes (IFNAMSIZ). Digits and dots alone are a mistyped IPv4 address. */
export const INTERFACE_NAME = /^(?![\d.]*$)[\w.-]{1,15}$/;

/** Parses a listen address. A port alone means every address of the machine. */
export function parseListen(text: string): ParseResult<ListenAddress> {
  const [, front, digits = ''] = /^(?:(.*):)?([^:]*)$/s.exec(text) ?? [];
  const port = readPort(digits);
  if (port === undefined) return refused(EXPECTED);
  if (front === undefined) return parsed({ port });
  if (isIPv4(front)) return parsed({ host: front, port });
  if (looksLikeIPv6(front))
    return refused({
      en: `${EXPECTED.en}; an IPv6 address needs its brackets`,
      de: `${EXPECTED.de}; um eine IPv6-Adresse gehören Klammern`,
    });
  const [, inner] = /^\[(.*)\]$/s.exec(front) ?? [];
  if (inner === undefined) return parseInterface(front, port);
  const host = parseIPv6(inner);
  return host.ok ? parsed({ host: host.value, port }) : host;
}

function parseInterface(name: string, port: number): ParseResult<ListenAddress> {
  if (/^localhost$/i.test(name))
    return refused({
      en: `${EXPECTED.en}; for this machine alone 127.0.0.1:${port}`,
      de: `${EXPECTED.de}; nur für diesen Rechner selbst 127.0.0.1:${port}`,
    });
  if (!INTERFACE_NAME.test(name))
    return refused({
      en: `${EXPECTED.en}; the part before the port must be of this machine: an IP address or interface`,
      de: `${EXPECTED.de}; vor dem Port steht etwas dieses Rechners: eine IP-Adresse oder ein Anschluss`,
    });
  return parsed({ interface: name, port });
}

/** The text of a listen address, which {@link parseListen} reads as the same. Port 0 is written, but never read. */
export function formatListen({ host, interface: name, port }: ListenAddress): string {
  const front = name ?? (host === undefined ? undefined : bracketed(host));
  return front === undefined ? `${port}` : `${front}:${port}`;
}

/**
 * Whether the kernel refuses to listen on both. `[::]` covers IPv4 too, because Node opens it for both families.
 * An interface never collides with a single address here, because its addresses change.
 */
export function collide(a: ListenAddress, b: ListenAddress): boolean {
  if (a.port !== b.port) return false;
  if (a.interface !== undefined && b.interface !== undefined) return a.interface === b.interface;
  if (a.interface !== undefined || b.interface !== undefined) return isWildcard(a) || isWildcard(b);
  const [first, second] = [canonical(a.host ?? EVERYWHERE), canonical(b.host ?? EVERYWHERE)];
  return first === second || covers(first, second) || covers(second, first);
}

/** Whether it is a wildcard: every address of one or both families. */
export function isWildcard(address: ListenAddress): boolean {
  return address.interface === undefined && WILDCARDS.has(canonical(address.host ?? EVERYWHERE));
}

/** The host at which a client on this machine reaches a listener: loopback for a wildcard. */
export function reachableHost(host = '0.0.0.0'): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return canonical(host) === EVERYWHERE ? '::1' : host;
}

/** Node's address for a listener without a host. */
const EVERYWHERE = '::';
const WILDCARDS: ReadonlySet<string> = new Set([EVERYWHERE, '0.0.0.0']);

function covers(wide: string, narrow: string): boolean {
  return wide === '::' || (wide === '0.0.0.0' && (isIPv4(narrow) || narrow === '::'));
}

/** Whether the target is the listener itself, so that every connection would open another one. */
export function isReachedBy(listen: ListenAddress, target: Endpoint): boolean {
  if (listen.port !== target.port || listen.interface !== undefined) return false;
  if (isWildcard(listen)) return LOOPBACK.test(target.host);
  return isIP(target.host) !== 0 && canonical(listen.host ?? EVERYWHERE) === canonical(target.host);
}

const LOOPBACK = /^(?:127\..*|::1|localhost\.?)$/i;

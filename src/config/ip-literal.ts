// Parses IP literals and ports in options.
import { isIPv4, isIPv6, SocketAddress } from 'node:net';
import type { Translated } from './language.js';
import { parsed, refused, type ParseResult } from './problem.js';

const PORT = /^[1-9]\d{0,4}$/;
const MAX_PORT = 65_535;

/** A port from 1 to 65535 in plain decimal digits: no sign, no space, no leading zero. */
export function readPort(text: string): number | undefined {
  const port = Number(text);
  return PORT.test(text) && port <= MAX_PORT ? port : undefined;
}

/** Linux interface names have at most 15 bytes (IFNAMSIZ). Numeric zones are refused, because Node 20 cannot use them. */
const ZONE = /^(?!\d+$)[\w.-]{1,15}$/;
const LINK_LOCAL = /^fe[89ab][0-9a-f]:/i;

/** Whether an IPv6 address in any case is link-local: fe80::/10, RFC 4291 section 2.5.6. */
export const isLinkLocal = (address: string): boolean => LINK_LOCAL.test(address);

/** Whether an address without zone is loopback, 127.0.0.0/8 or ::1. */
export const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');

/** Whether a text is an IPv6 literal in any spelling, with or without a zone. */
export function looksLikeIPv6(text: string): boolean {
  // The first test saves start-up time: Node compiles its IPv6 pattern only for texts with two colons.
  return /:.*:/s.test(text) && isIPv6(text.split('%')[0] ?? '');
}

/** Parses an IPv6 literal without brackets. Link-local ones (fe80::/10) need a `%zone`; others must have none. */
export function parseIPv6(text: string): ParseResult<string> {
  const result = parseTargetIPv6(text);
  return result.ok && isLinkLocal(text) && !text.includes('%') ? refused(zoneWanted(text)) : result;
}

export const zoneWanted = (address: string): Translated<string> => ({
  en: `a link-local IPv6 address with the interface it belongs to, such as ${address}%eth0`,
  de: `eine link-lokale IPv6-Adresse mit dem Anschluss, zu dem sie gehört, wie ${address}%eth0`,
});

/** Likewise, but the zone of a target may come from --source. */
export function parseTargetIPv6(text: string): ParseResult<string> {
  const [address = '', ...zones] = text.split('%');
  if (!isIPv6(address))
    return refused({ en: 'an IPv6 address in the brackets', de: 'eine IPv6-Adresse in den Klammern' });
  const linkLocal = isLinkLocal(address);
  if (!linkLocal && zones.length > 0)
    return refused({
      en: '%INTERFACE only behind a link-local (fe80::) address',
      de: '%ANSCHLUSS nur hinter einer link-lokalen Adresse (fe80::)',
    });
  return zones.length > 0 ? withZone(text, address, zones) : parsed(text);
}

function withZone(
  text: string,
  address: string,
  [zone = '', ...more]: readonly string[],
): ParseResult<string> {
  const [, escaped] = /^25(.+)/.exec(zone) ?? [];
  if (escaped !== undefined)
    return refused({
      en: `${address}%${escaped}, because %25 stands for % in URLs only (RFC 6874)`,
      de: `${address}%${escaped}, denn %25 steht nur in URLs für % (RFC 6874)`,
    });
  return more.length === 0 && ZONE.test(zone)
    ? parsed(text)
    : refused({
        en: 'an interface name such as eth0 behind the %',
        de: 'hinter dem % der Name eines Anschlusses wie eth0',
      });
}

/** Whether a host of the configuration is an address, which needs no lookup. */
export function isAddress(host: string): boolean {
  return isIPv4(host) || looksLikeIPv6(host);
}

/** A host for use before a port: IPv6 in brackets. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/**
 * The canonical spelling of a host: `0:0:0:0:0:0:0:1` becomes `::1`, and `Gateway` becomes `gateway` (RFC 4343). The
 * zone stays.
 */
export function canonical(host: string): string {
  // Saves most of the time of a configuration with hundreds of forwards, which compares each host with each other one.
  if (!host.includes(':')) return host.toLowerCase();
  const [address = '', zone] = host.split('%');
  if (!looksLikeIPv6(address)) return address.toLowerCase();
  const spelled = new SocketAddress({ address, family: 'ipv6' }).address;
  const mapped = spelled.replace(/^::ffff:(?=\d+\.)/, '');
  return zone === undefined ? mapped : `${mapped}%${zone}`;
}

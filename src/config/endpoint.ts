// Parses and formats targets: an IPv4 or IPv6 address or a name, with or without a port.
import { isIPv4 } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Endpoint, TargetOfForward } from './config.js';
import { bracketed, canonical, looksLikeIPv6, parseTargetIPv6, readPort } from './ip-literal.js';
import { alike, type Translated } from './language.js';
import { parsed, refused, type ParseResult } from './problem.js';

/** The HTTPS port, on which smart meter gateways serve the HAN interface. */
export const DEFAULT_TARGET_PORT = 443;

const EXPECTED = {
  en: 'HOST or HOST:PORT, where HOST is an IPv4 address, [IPv6] or a name',
  de: 'HOST oder HOST:PORT; HOST ist eine IPv4-Adresse, [IPv6] oder ein Name',
};
const EXPECTED_PORT = {
  en: 'a port from 1 to 65535 behind the last colon',
  de: 'ein Port von 1 bis 65535 hinter dem letzten Doppelpunkt',
};

/** The accepted form with more about it. */
const expected = (more: Translated<string>): ParseResult<never> =>
  refused({ en: EXPECTED.en + more.en, de: EXPECTED.de + more.de });

/** Parses a target. An IPv6 literal needs brackets if its end can be read as a port. */
export function parseTarget(text: string): ParseResult<Endpoint> {
  if (/^[a-z]+:\/\//i.test(text))
    return expected({
      en: ', without the "https://" of an address bar',
      de: ', ohne das „https://“ der Adresszeile',
    });
  if (text.startsWith('[')) return parseBracketed(text);
  if (looksLikeIPv6(text)) return parseUnbracketed(text);
  const [host = '', port, ...more] = text.split(':');
  if (more.length > 0)
    return expected({
      en: '; IPv6 with a port needs brackets, such as [fe80::1%eth0]:443',
      de: '; IPv6 mit Port braucht Klammern, wie [fe80::1%eth0]:443',
    });
  if (!isIPv4(host) && !isHostName(host)) return expected(asciiForm(host) ?? alike(''));
  return withPort(host, port);
}

/** The text with its port; {@link parseTarget} reads it as the same endpoint. */
export function formatTarget({ host, port }: Endpoint): string {
  return `${bracketed(host)}:${port}`;
}

/** For people: 10.11.120.2:443 (source eth1). */
export function formatGateway({ target, source }: TargetOfForward): string {
  return source === undefined ? formatTarget(target) : `${formatTarget(target)} (source ${source})`;
}

/** A key that is equal for all spellings of one target; by another `source` the same address is another gateway. */
export function targetKey({ host, port }: Endpoint, source?: string): string {
  const key = formatTarget({ host: canonical(host), port });
  return source === undefined ? key : `${key} from ${canonical(source)}`;
}

/** The keys of those that are there more than once. */
export function sharedTargets(targets: readonly Endpoint[]): ReadonlySet<string> {
  const keys = targets.map((target) => targetKey(target));
  const seen = new Set<string>();
  return new Set(keys.filter((key) => seen.size === seen.add(key).size));
}

function parseBracketed(text: string): ParseResult<Endpoint> {
  const [, address, port] = /^\[([^\]]*)\](?::(.*))?$/s.exec(text) ?? [];
  if (address === undefined)
    return expected({
      en: ' with a colon between the ] and the port',
      de: ' mit einem Doppelpunkt zwischen ] und Port',
    });
  const host = parseTargetIPv6(address);
  return host.ok ? withPort(host.value, port) : host;
}

function parseUnbracketed(text: string): ParseResult<Endpoint> {
  // fe80::1:443 is an address, but can be meant as port 443 of fe80::1.
  const [, front, back] = /^(.*):([^:]*)$/s.exec(text) ?? [];
  if (front !== undefined && readPort(back ?? '') !== undefined && looksLikeIPv6(front)) {
    return refused({
      en: `brackets that tell where the address ends, [${text}] or [${front}]:${back ?? ''}`,
      de: `Klammern, die zeigen, wo die Adresse endet, also [${text}] oder [${front}]:${back ?? ''}`,
    });
  }
  const host = parseTargetIPv6(text);
  return host.ok ? withPort(host.value, undefined) : host;
}

function withPort(host: string, text: string | undefined): ParseResult<Endpoint> {
  const port = text === undefined ? DEFAULT_TARGET_PORT : readPort(text);
  return port === undefined ? refused(EXPECTED_PORT) : parsed({ host, port });
}

// RFC 1123 section 2.1: labels of 1 to 63 letters, digits and inner hyphens, 253 characters in all. Underscores as well,
// because Docker's name server has them in names of services.
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;
const MAX_NAME = 253;
// A numeric last label is a mistyped IPv4 address, and the resolver would read 0x7f as 127.
const NUMBER = /^(?:\d+|0x[0-9a-f]*)$/i;

function isHostName(text: string): boolean {
  const labels = text.replace(/\.$/, '').split('.');
  return (
    text.length <= MAX_NAME && labels.every((label) => LABEL.test(label)) && !NUMBER.test(labels.at(-1) ?? '')
  );
}

/** The form of an internationalized name in DNS (RFC 5890), if the text is one. In mDNS such names are UTF-8. */
function asciiForm(text: string): Translated<string> | undefined {
  if (!/^[\p{L}\p{M}\p{N}._-]+$/u.test(text) || !/[^\0-\x7f]/.test(text)) return undefined;
  const ascii = domainToASCII(text);
  const isFit = (isIPv4(ascii) || isHostName(ascii)) && !ascii.endsWith('.local');
  return isFit ? { en: `, which is ${ascii} in ASCII`, de: `; in ASCII ist das ${ascii}` } : undefined;
}

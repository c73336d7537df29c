// HTTP Digest authentication with MD5 and qop=auth (RFC 7616): pure parsing, formatting and checking.
import { createHash, timingSafeEqual } from 'node:crypto';

/** The challenge of the server (RFC 7616 §3.3). */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string;
  /** Only the nonce was wrong, so that the client can retry without asking its user. */
  readonly stale: boolean;
}

/** The credentials of the client (RFC 7616 §3.4). */
export interface DigestCredentials {
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  /** 32 lower-case hex digits. */
  readonly response: string;
  readonly cnonce: string;
  /** Eight hex digits as sent, because they are part of the hash. */
  readonly nc: string;
  /** Undefined if the client omits it. */
  readonly opaque: string | undefined;
}

export type ParsedAuthorization =
  | { readonly kind: 'digest'; readonly credentials: DigestCredentials }
  | { readonly kind: 'other-scheme' }
  | { readonly kind: 'improper'; readonly reason: string };

/** The input of the response hash. */
export interface DigestInput {
  readonly username: string;
  readonly realm: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  readonly nc: string;
  readonly cnonce: string;
}

/** One auth-param (RFC 9110 §11.2), with its comma or the end of the list. The value is a quoted-string or a token. */
const PARAMETER = /\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))\s*(?:,|$)/y;

const REQUIRED = ['username', 'realm', 'nonce', 'uri', 'response', 'qop', 'nc', 'cnonce'] as const;

/** The value of WWW-Authenticate. */
export function formatChallenge({ realm, nonce, opaque, stale }: DigestChallenge): string {
  const parts = [
    `realm=${quote(realm)}`,
    'qop="auth"',
    'algorithm=MD5',
    `nonce=${quote(nonce)}`,
    `opaque=${quote(opaque)}`,
  ];
  return `Digest ${[...parts, ...(stale ? ['stale=true'] : [])].join(', ')}`;
}

/** The text as a quoted-string (RFC 9110 §5.6.4). */
export function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

/** Parses the value of Authorization. The form of RFC 2069, without qop, is improper, because it cannot stop a replay. */
export function parseAuthorization(header: string): ParsedAuthorization {
  const scheme = /^Digest(?:\s+|$)/i.exec(header)?.[0];
  if (scheme === undefined) return { kind: 'other-scheme' };
  const parameters = parseParameters(header.slice(scheme.length));
  if (parameters === undefined) return improper('a list of name=value, each once');
  return toCredentials(parameters);
}

/** The parameters with lower-case names; undefined for a malformed list or a repeated name. */
function parseParameters(list: string): Map<string, string> | undefined {
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = 0;
  while (PARAMETER.lastIndex < list.length) {
    const match = PARAMETER.exec(list);
    const name = match?.[1]?.toLowerCase();
    if (match === null || name === undefined || parameters.has(name)) return undefined;
    parameters.set(name, match[3] ?? (match[2] ?? '').replaceAll(/\\(.)/g, '$1'));
  }
  return parameters;
}

function toCredentials(parameters: ReadonlyMap<string, string>): ParsedAuthorization {
  const missing = REQUIRED.find((name) => !parameters.has(name));
  if (missing !== undefined) return improper(`the parameter ${missing}`);
  const get = (name: string): string => parameters.get(name) ?? '';
  if (get('qop') !== 'auth') return improper('qop=auth');
  if (!/^MD5$/i.test(parameters.get('algorithm') ?? 'MD5')) return improper('algorithm=MD5');
  if (!/^[0-9a-f]{8}$/i.test(get('nc'))) return improper('nc with eight hexadecimal digits');
  if (!/^[0-9a-f]{32}$/i.test(get('response'))) return improper('response with 32 hexadecimal digits');
  return {
    kind: 'digest',
    credentials: {
      username: get('username'),
      realm: get('realm'),
      nonce: get('nonce'),
      uri: get('uri'),
      response: get('response').toLowerCase(),
      cnonce: get('cnonce'),
      nc: get('nc'),
      opaque: parameters.get('opaque'),
    },
  };
}

function improper(expected: string): ParsedAuthorization {
  return { kind: 'improper', reason: `expected in the Digest credentials: ${expected}` };
}

/** The response for qop=auth (RFC 7616 §3.4.1 to §3.4.3), 32 lower-case hex digits. */
export function digestResponse(input: DigestInput): string {
  const a1 = md5(`${input.username}:${input.realm}:${input.password}`);
  const a2 = md5(`${input.method}:${input.uri}`);
  return md5(`${a1}:${input.nonce}:${input.nc}:${input.cnonce}:auth:${a2}`);
}

/** Whether user and response are right, in constant time. */
export function isRight(
  credentials: DigestCredentials,
  expected: Pick<DigestInput, 'username' | 'realm' | 'password' | 'method'>,
): boolean {
  const sameUser = equal(credentials.username, expected.username);
  const sameResponse = equal(credentials.response, digestResponse({ ...credentials, ...expected }));
  return sameUser && sameResponse;
}

/** Compares in constant time; hashing first makes the lengths equal. */
function equal(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

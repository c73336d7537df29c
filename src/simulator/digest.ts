// HTTP Digest authentication with MD5 and qop=auth (RFC 7616): pure parsing, formatting and checking.
import { hash, timingSafeEqual } from 'node:crypto';

import * as v from 'valibot';

import { Refusal } from './refusal.js';

/** The challenge of the server (RFC 7616 §3.3). */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string;
  /** Only the nonce was wrong, so that the client can retry without asking its user. */
  readonly stale: boolean;
}

/** The credentials of the client (RFC 7616 §3.4). The form of RFC 2069, without qop, cannot stop a replay. */
const CREDENTIALS = v.object(
  {
    username: v.string(),
    realm: v.string(),
    nonce: v.string(),
    uri: v.string(),
    response: v.pipe(
      v.string(),
      v.regex(/^[0-9a-f]{32}$/i, 'response with 32 hexadecimal digits'),
      v.toLowerCase(),
    ),
    cnonce: v.string(),
    // As sent, because it is part of the hash.
    nc: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/i, 'nc with eight hexadecimal digits')),
    qop: v.literal('auth', 'qop=auth'),
    algorithm: v.optional(v.pipe(v.string(), v.regex(/^MD5$/i, 'algorithm=MD5'))),
    opaque: v.optional(v.string()),
  },
  ({ expected }) => `the parameter ${expected}`,
);

export type DigestCredentials = Readonly<v.InferOutput<typeof CREDENTIALS>>;

/** The input of the response hash. */
export type DigestInput = Pick<
  DigestCredentials,
  'username' | 'realm' | 'uri' | 'nonce' | 'nc' | 'cnonce'
> & {
  readonly password: string;
  readonly method: string;
};

/** One auth-param (RFC 9110 §11.2), with its comma or the end of the list. The value is a quoted-string or a token. */
const PARAMETER = /\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))\s*(?:,|$)/y;

/** The value of WWW-Authenticate. Some firmware names an algorithm that it does not have. */
export function formatChallenge(
  { realm, nonce, opaque, stale }: DigestChallenge,
  algorithm: 'MD5' | 'SHA-256' = 'MD5',
): string {
  const parts = [
    `realm=${quote(realm)}`,
    'qop="auth"',
    `algorithm=${algorithm}`,
    `nonce=${quote(nonce)}`,
    `opaque=${quote(opaque)}`,
  ];
  return `Digest ${[...parts, ...(stale ? ['stale=true'] : [])].join(', ')}`;
}

/** The text as a quoted-string (RFC 9110 §5.6.4). */
export function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

/** Parses the value of Authorization; undefined for another scheme. Throws a Refusal (400) for improper credentials. */
export function parseAuthorization(header: string): DigestCredentials | undefined {
  const scheme = /^Digest(?:\s+|$)/i.exec(header)?.[0];
  if (scheme === undefined) return undefined;
  const parameters = parseParameters(header.slice(scheme.length));
  if (parameters === undefined) throw improper('a list of name=value, each once');
  const credentials = v.safeParse(CREDENTIALS, Object.fromEntries(parameters));
  if (credentials.success) return credentials.output;
  throw improper(credentials.issues[0].message);
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

function improper(expected: string): Refusal {
  return new Refusal(400, `expected in the Digest credentials: ${expected}`);
}

/** The response for qop=auth (RFC 7616 §3.4.1 to §3.4.3), 32 lower-case hex digits. */
export function digestResponse(input: DigestInput): string {
  const a1 = hash('md5', `${input.username}:${input.realm}:${input.password}`);
  const a2 = hash('md5', `${input.method}:${input.uri}`);
  return hash('md5', `${a1}:${input.nonce}:${input.nc}:${input.cnonce}:auth:${a2}`);
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
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}

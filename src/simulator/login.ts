// The log-in: by a client certificate, or by HTTP Digest with user and password.
import { randomBytes } from 'node:crypto';

import { formatChallenge, isRight, parseAuthorization, type DigestCredentials } from './digest.js';
import { Nonces } from './nonces.js';
import { Refusal } from './refusal.js';

const REALM = 'Conexa';

/** The parts of a request that the log-in needs. */
export interface LoginRequest {
  readonly method: string;
  /** The request target of the request line, unchanged. */
  readonly target: string;
  readonly authorization: string | undefined;
  /** The client has a certificate of the gateway's own authority. */
  readonly certified: boolean;
}

/**
 * False for a wrong user or password, which get no answer at all. Throws a Refusal: 401 with a challenge, or 400 for
 * improper credentials.
 */
export type Login = (request: LoginRequest) => boolean;

/** @param now the clock, epoch ms */
export function createLogin(user: string, password: string, now: () => number): Login {
  const nonces = new Nonces();
  const opaque = randomBytes(8).toString('hex');

  function challenge(stale: boolean): Refusal {
    const value = formatChallenge({ realm: REALM, nonce: nonces.issue(now()), opaque, stale });
    return new Refusal(401, 'Log in first.', { 'WWW-Authenticate': value });
  }

  /** The nonce is counted last, so that a wrong password cannot use it up. */
  function check(credentials: DigestCredentials, { method, target }: LoginRequest): boolean {
    if (credentials.realm !== REALM) throw challenge(false);
    // RFC 7616 §3.4.6: a uri that is not the request target is answered 400.
    if (credentials.uri !== target) throw new Refusal(400, 'expected as uri: the request target');
    if (!isRight(credentials, { username: user, realm: REALM, password, method })) return false;
    const sameOpaque = (credentials.opaque ?? opaque) === opaque;
    const fresh = sameOpaque && nonces.use(credentials.nonce, Number.parseInt(credentials.nc, 16), now());
    if (!fresh) throw challenge(true);
    return true;
  }

  return (request) => {
    if (request.certified) return true;
    const credentials = parseAuthorization(request.authorization ?? '');
    if (credentials === undefined) throw challenge(false);
    return check(credentials, request);
  };
}

// The log-in: by a client certificate, or by HTTP Digest with user and password.
import { randomBytes } from 'node:crypto';

import { formatChallenge, isRight, parseAuthorization, type DigestCredentials } from './digest.js';
import { createNonces } from './nonces.js';

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

export type LoginVerdict =
  | { readonly kind: 'welcome' }
  /** Answer 401; the value is for WWW-Authenticate. */
  | { readonly kind: 'challenge'; readonly challenge: string }
  /** Answer 400. */
  | { readonly kind: 'improper'; readonly reason: string }
  /** No answer at all. */
  | { readonly kind: 'wrong' };

export interface LoginOptions {
  readonly user: string;
  readonly password: string;
  /** Epoch ms. */
  readonly now: () => number;
}

export type Login = (request: LoginRequest) => LoginVerdict;

export function createLogin({ user, password, now }: LoginOptions): Login {
  const nonces = createNonces();
  const opaque = randomBytes(8).toString('hex');

  function challenge(stale: boolean): LoginVerdict {
    const nonce = nonces.issue(now());
    return { kind: 'challenge', challenge: formatChallenge({ realm: REALM, nonce, opaque, stale }) };
  }

  /** The nonce is counted last, so that a wrong password cannot use it up. */
  function check(credentials: DigestCredentials, { method, target }: LoginRequest): LoginVerdict {
    if (credentials.realm !== REALM) return challenge(false);
    // RFC 7616 §3.4.6: a uri that is not the request target is answered 400.
    if (credentials.uri !== target)
      return { kind: 'improper', reason: 'expected as uri: the request target' };
    if (!isRight(credentials, { username: user, realm: REALM, password, method })) return { kind: 'wrong' };
    const sameOpaque = (credentials.opaque ?? opaque) === opaque;
    const fresh = sameOpaque && nonces.use(credentials.nonce, Number.parseInt(credentials.nc, 16), now());
    return fresh ? { kind: 'welcome' } : challenge(true);
  }

  return (request) => {
    if (request.certified) return { kind: 'welcome' };
    const parsed = parseAuthorization(request.authorization ?? '');
    switch (parsed.kind) {
      case 'other-scheme':
        return challenge(false);
      case 'improper':
        return parsed;
      case 'digest':
        return check(parsed.credentials, request);
    }
  };
}

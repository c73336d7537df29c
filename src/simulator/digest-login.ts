// The log-in: by a client certificate, or by HTTP Digest with user and password.
import { randomBytes } from 'node:crypto';
import { isRight, parseAuthorization, type DigestChallenge, type DigestCredentials } from './digest.js';
import type { GatewayRequest } from './gateway.js';
import type { Login } from './identity.js';
import { Nonces } from './nonces.js';
import { Refusal } from './refusal.js';

/** How a maker does Digest. */
export interface DigestRules {
  readonly realm: string;
  /** The value of WWW-Authenticate. */
  readonly format: (challenge: DigestChallenge) => string;
  /** In ms. */
  readonly nonceLifetime: number;
  /** Whether the `uri` of credentials may stand for this request target. */
  readonly acceptsUri: (uri: string, target: string) => boolean;
}

export type LoginRequest = Pick<GatewayRequest, 'method' | 'target' | 'headers' | 'isCertified'>;

/** None: no Digest credentials for this realm. Stale: right, but on a nonce that is old, unknown or used. */
export type DigestVerdict = 'none' | 'wrong' | 'stale' | 'right';

export class DigestLogin {
  private readonly nonces: Nonces;
  private readonly opaque = randomBytes(16).toString('hex');

  /** @param now the clock, epoch ms */
  constructor(
    private readonly rules: DigestRules,
    private readonly login: Login,
    private readonly now: () => number,
  ) {
    this.nonces = new Nonces(rules.nonceLifetime);
  }

  /** False for a wrong user or password. Throws a Refusal: 401 with a challenge, or 400 for improper credentials. */
  admits(request: LoginRequest): boolean {
    const verdict = this.judge(request);
    if (verdict === 'none' || verdict === 'stale') throw this.challenge(verdict === 'stale');
    return verdict === 'right';
  }

  /** Throws a Refusal (400) for improper credentials. A client certificate is always right. */
  judge({ method, target, headers, isCertified }: LoginRequest): DigestVerdict {
    if (isCertified) return 'right';
    const credentials = parseAuthorization(headers.authorization ?? '');
    return credentials === undefined ? 'none' : this.judgeCredentials(credentials, method, target);
  }

  /** The 401 that asks for a log-in. */
  challenge(stale = false): Refusal {
    const { realm, format } = this.rules;
    const value = format({ realm, nonce: this.nonces.issue(this.now()), opaque: this.opaque, stale });
    return new Refusal(401, 'Log in first.', { 'WWW-Authenticate': value });
  }

  /** The nonce is counted last, so that a wrong password cannot use it up. */
  private judgeCredentials(credentials: DigestCredentials, method: string, target: string): DigestVerdict {
    const { realm, acceptsUri } = this.rules;
    if (credentials.realm !== realm) return 'none';
    if (!acceptsUri(credentials.uri, target)) throw new Refusal(400, 'expected as uri: the request target');
    const { user, password } = this.login;
    if (!isRight(credentials, { username: user, realm, password, method })) return 'wrong';
    const sameOpaque = (credentials.opaque ?? this.opaque) === this.opaque;
    const count = Number.parseInt(credentials.nc, 16);
    // After a redirect some clients repeat the credentials of the first target, with its count.
    const least = credentials.uri === target ? 'above' : 'same';
    const isFresh = sameOpaque && this.nonces.use(credentials.nonce, count, this.now(), least);
    return isFresh ? 'right' : 'stale';
  }
}

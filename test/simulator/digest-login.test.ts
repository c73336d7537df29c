// The log-in: fresh and stale nonces, replays, wrong credentials, certificates.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { DigestLogin, type LoginRequest } from '../../src/simulator/digest-login.js';
import { formatChallenge } from '../../src/simulator/digest.js';
import { MAX_NONCES, Nonces } from '../../src/simulator/nonces.js';
import { Refusal } from '../../src/simulator/refusal.js';
import { authorize, readChallenge, type Session } from './support.js';

const WHO = { user: 'anna', password: 'secret' };
const NOTHING: LoginRequest = { method: 'GET', target: '/a?b', headers: {}, isCertified: false };
const NONCE_LIFETIME = 60_000;
const RULES = {
  realm: 'Conexa',
  format: formatChallenge,
  nonceLifetime: NONCE_LIFETIME,
  acceptsUri: (uri: string, target: string) => uri === target || target === '/redirected',
};

/** The challenge instead of a log-in. */
function challengeOf(login: DigestLogin, request: LoginRequest): string {
  try {
    login.admits(request);
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return error.headers['WWW-Authenticate'] ?? '';
    throw error;
  }
  return assert.fail('no challenge');
}

function setUp(): { login: DigestLogin; session: Session; clock: { now: number } } {
  const clock = { now: 1_000_000 };
  const login = new DigestLogin(RULES, WHO, () => clock.now);
  const header = { 'www-authenticate': challengeOf(login, NOTHING) };
  return { login, clock, session: readChallenge({ status: 401, headers: header, body: '' }) };
}

function signed(session: Session, who = WHO): LoginRequest {
  return { ...NOTHING, headers: { authorization: authorize(session, who, 'GET', '/a?b') } };
}

describe('Log-in', () => {
  it('challenges a request without credentials, each time with a new nonce', () => {
    const { login } = setUp();
    assert.notEqual(challengeOf(login, NOTHING), challengeOf(login, NOTHING));
    assert.doesNotMatch(challengeOf(login, NOTHING), /stale/);
  });

  it('challenges another scheme', () => {
    const { login } = setUp();
    assert.ok(challengeOf(login, { ...NOTHING, headers: { authorization: 'Basic dTpw' } }));
  });

  it('accepts the right user repeatedly on one nonce', () => {
    const { login, session } = setUp();
    assert.ok(login.admits(signed(session)));
    assert.ok(login.admits(signed(session)));
  });

  it('accepts a nonce count with gaps', () => {
    const { login, session } = setUp();
    session.count = 0xfe;
    assert.ok(login.admits(signed(session)));
  });

  it('refuses a replay, and a count that goes back, with a stale challenge', () => {
    const { login, session } = setUp();
    session.count = 4;
    const fifth = signed(session);
    assert.ok(login.admits(fifth));
    assert.match(challengeOf(login, fifth), /stale=true/);
    session.count = 3;
    assert.match(challengeOf(login, signed(session)), /stale=true/);
  });

  it('refuses the count zero', () => {
    const { login, session } = setUp();
    session.count = -1;
    assert.match(challengeOf(login, signed(session)), /stale=true/);
  });

  it('calls an expired nonce stale', () => {
    const { login, session, clock } = setUp();
    clock.now += NONCE_LIFETIME - 1;
    assert.ok(login.admits(signed(session)));
    clock.now += 1;
    assert.match(challengeOf(login, signed(session)), /stale=true/);
  });

  it('calls an unknown nonce, and an opaque of another start, stale', () => {
    const { login, session } = setUp();
    assert.match(challengeOf(login, signed({ ...session, nonce: 'ab' })), /stale=true/);
    assert.match(challengeOf(login, signed({ ...session, opaque: 'ab' })), /stale=true/);
  });

  it('gives no answer to a wrong password or a wrong user, even with an unknown nonce', () => {
    const { login, session } = setUp();
    assert.equal(login.admits(signed(session, { ...WHO, password: 'Secret' })), false);
    assert.equal(login.admits(signed(session, { ...WHO, user: 'berta' })), false);
    assert.equal(login.admits(signed({ ...session, nonce: 'ab' }, { ...WHO, password: 'x' })), false);
  });

  it('does not let a wrong password use up the count of the right one', () => {
    const { login, session } = setUp();
    login.admits(signed({ ...session, count: 90 }, { ...WHO, password: 'x' }));
    assert.ok(login.admits(signed(session)));
  });

  it('challenges anew for another realm', () => {
    const { login, session } = setUp();
    assert.doesNotMatch(challengeOf(login, signed({ ...session, realm: 'elsewhere' })), /stale/);
  });

  it('refuses credentials for another target or another method', () => {
    const { login, session } = setUp();
    assert.throws(() => login.admits({ ...signed(session), target: '/a' }), { status: 400 });
    assert.equal(login.admits({ ...signed(session), method: 'POST' }), false);
  });

  it('accepts the credentials of the first target once more after a redirect', () => {
    const { login, session } = setUp();
    const first = signed(session);
    assert.ok(login.admits(first));
    assert.ok(login.admits({ ...first, target: '/redirected' }));
    assert.match(challengeOf(login, first), /stale=true/);
    assert.ok(login.admits(signed(session)));
    assert.match(challengeOf(login, { ...first, target: '/redirected' }), /stale=true/);
  });

  it('calls malformed credentials improper', () => {
    const { login } = setUp();
    assert.throws(() => login.admits({ ...NOTHING, headers: { authorization: 'Digest username="anna"' } }), {
      status: 400,
    });
  });

  it('accepts a certificate of the authority alone', () => {
    const { login } = setUp();
    assert.ok(login.admits({ ...NOTHING, isCertified: true }));
  });
});

describe('Nonces', () => {
  it('are dropped, the oldest first, beyond the limit', () => {
    const nonces = new Nonces(NONCE_LIFETIME);
    const oldest = nonces.issue(0);
    const second = nonces.issue(0);
    for (let more = 2; more <= MAX_NONCES; more++) nonces.issue(0);
    assert.equal(nonces.use(oldest, 1, 0), false);
    assert.equal(nonces.use(second, 1, 0), true);
  });
});

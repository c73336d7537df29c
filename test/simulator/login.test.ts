// The log-in: fresh and stale nonces, replays, wrong credentials, certificates.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createLogin, type Login, type LoginRequest, type LoginVerdict } from '../../src/simulator/login.js';
import { createNonces, MAX_NONCES, NONCE_LIFETIME } from '../../src/simulator/nonces.js';
import { authorize, readChallenge, type Session } from './support.js';

const WHO = { user: 'anna', password: 'secret' };
const NOTHING: LoginRequest = { method: 'GET', target: '/a?b', authorization: undefined, certified: false };

function challengeOf(verdict: LoginVerdict): string {
  assert(verdict.kind === 'challenge');
  return verdict.challenge;
}

function setUp(): { login: Login; session: Session; clock: { now: number } } {
  const clock = { now: 1_000_000 };
  const login = createLogin({ ...WHO, now: () => clock.now });
  const header = { 'www-authenticate': challengeOf(login(NOTHING)) };
  return { login, clock, session: readChallenge({ status: 401, headers: header, body: '' }) };
}

function signed(session: Session, who = WHO): LoginRequest {
  return { ...NOTHING, authorization: authorize(session, who, 'GET', '/a?b') };
}

describe('Log-in', () => {
  it('challenges a request without credentials, each time with a new nonce', () => {
    const { login } = setUp();
    assert.notEqual(challengeOf(login(NOTHING)), challengeOf(login(NOTHING)));
    assert.doesNotMatch(challengeOf(login(NOTHING)), /stale/);
  });

  it('challenges another scheme', () => {
    const { login } = setUp();
    assert.equal(login({ ...NOTHING, authorization: 'Basic dTpw' }).kind, 'challenge');
  });

  it('accepts the right user repeatedly on one nonce', () => {
    const { login, session } = setUp();
    assert.equal(login(signed(session)).kind, 'welcome');
    assert.equal(login(signed(session)).kind, 'welcome');
  });

  it('accepts a nonce count with gaps', () => {
    const { login, session } = setUp();
    session.count = 0xfe;
    assert.equal(login(signed(session)).kind, 'welcome');
  });

  it('refuses a replay, and a count that goes back, with a stale challenge', () => {
    const { login, session } = setUp();
    session.count = 4;
    const fifth = signed(session);
    assert.equal(login(fifth).kind, 'welcome');
    assert.match(challengeOf(login(fifth)), /stale=true/);
    session.count = 3;
    assert.match(challengeOf(login(signed(session))), /stale=true/);
  });

  it('refuses the count zero', () => {
    const { login, session } = setUp();
    session.count = -1;
    assert.match(challengeOf(login(signed(session))), /stale=true/);
  });

  it('calls an expired nonce stale', () => {
    const { login, session, clock } = setUp();
    clock.now += NONCE_LIFETIME - 1;
    assert.equal(login(signed(session)).kind, 'welcome');
    clock.now += 1;
    assert.match(challengeOf(login(signed(session))), /stale=true/);
  });

  it('calls an unknown nonce, and an opaque of another start, stale', () => {
    const { login, session } = setUp();
    assert.match(challengeOf(login(signed({ ...session, nonce: 'ab' }))), /stale=true/);
    assert.match(challengeOf(login(signed({ ...session, opaque: 'ab' }))), /stale=true/);
  });

  it('gives no answer to a wrong password or a wrong user, even with an unknown nonce', () => {
    const { login, session } = setUp();
    assert.equal(login(signed(session, { ...WHO, password: 'Secret' })).kind, 'wrong');
    assert.equal(login(signed(session, { ...WHO, user: 'berta' })).kind, 'wrong');
    assert.equal(login(signed({ ...session, nonce: 'ab' }, { ...WHO, password: 'x' })).kind, 'wrong');
  });

  it('does not let a wrong password use up the count of the right one', () => {
    const { login, session } = setUp();
    login(signed({ ...session, count: 90 }, { ...WHO, password: 'x' }));
    assert.equal(login(signed(session)).kind, 'welcome');
  });

  it('challenges anew for another realm', () => {
    const { login, session } = setUp();
    assert.doesNotMatch(challengeOf(login(signed({ ...session, realm: 'elsewhere' }))), /stale/);
  });

  it('refuses credentials for another target or another method', () => {
    const { login, session } = setUp();
    assert.equal(login({ ...signed(session), target: '/a' }).kind, 'improper');
    assert.equal(login({ ...signed(session), method: 'POST' }).kind, 'wrong');
  });

  it('calls malformed credentials improper', () => {
    const { login } = setUp();
    assert.equal(login({ ...NOTHING, authorization: 'Digest username="anna"' }).kind, 'improper');
  });

  it('accepts a certificate of the authority alone', () => {
    const { login } = setUp();
    assert.equal(login({ ...NOTHING, certified: true }).kind, 'welcome');
  });
});

describe('Nonces', () => {
  it('are dropped, the oldest first, beyond the limit', () => {
    const nonces = createNonces();
    const oldest = nonces.issue(0);
    const second = nonces.issue(0);
    for (let more = 2; more <= MAX_NONCES; more++) nonces.issue(0);
    assert.equal(nonces.use(oldest, 1, 0), false);
    assert.equal(nonces.use(second, 1, 0), true);
  });
});

// HTTP Digest: the example of the RFC, malformed credentials, and a round trip.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import {
  digestResponse,
  formatChallenge,
  isRight,
  parseAuthorization,
  quote,
} from '../../src/simulator/digest.js';
import { Refusal } from '../../src/simulator/refusal.js';

/** RFC 7616 §3.9.1. */
const RFC = {
  username: 'Mufasa',
  realm: 'http-auth@example.org',
  uri: '/dir/index.html',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  nc: '00000001',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  response: '8ca523f5e9506fed4657c9700eebdbec',
  opaque: 'FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS',
  qop: 'auth' as const,
  algorithm: 'MD5',
};
const RFC_HEADER = `Digest username="Mufasa",
  realm="${RFC.realm}",
  uri="${RFC.uri}",
  algorithm=MD5,
  nonce="${RFC.nonce}",
  nc=00000001,
  cnonce="${RFC.cnonce}",
  qop=auth,
  response="${RFC.response}",
  opaque="${RFC.opaque}"`;
const EXPECTED = { username: 'Mufasa', realm: RFC.realm, password: 'Circle of Life', method: 'GET' };

const REST = `realm="r", nonce="n", response="${RFC.response}", qop=auth, nc=00000001, cnonce="c"`;
const GOOD = `username="u", uri="/", ${REST}`;

const IMPROPER: readonly (readonly [string, string])[] = [
  ['nothing after the scheme', ''],
  ['a parameter without value', `${GOOD}, opaque`],
  ['an open quote', `${GOOD}, opaque="x`],
  ['a parameter twice', `${GOOD}, nc=00000002`],
  ['a parameter twice in other case', `${GOOD}, NC=00000002`],
  ['text behind a quoted value', GOOD.replace('"u"', '"u"x')],
  ['no comma between parameters', GOOD.replace('"u",', '"u"')],
  ['no user name', GOOD.replace('username="u", ', '')],
  ['no qop, the form of RFC 2069', GOOD.replace(', qop=auth', '')],
  ['another qop', GOOD.replace('qop=auth', 'qop=auth-int')],
  ['another algorithm', `${GOOD}, algorithm=SHA-256`],
  ['a session algorithm', `${GOOD}, algorithm=MD5-sess`],
  ['a short nonce count', GOOD.replace('nc=00000001', 'nc=1')],
  ['a nonce count that is not hexadecimal', GOOD.replace('nc=00000001', 'nc=0000000g')],
  ['a short response', GOOD.replace(RFC.response, 'abc')],
  ['a response that is not hexadecimal', GOOD.replace('8ca5', 'zzzz')],
];

describe('Digest credentials', () => {
  it('hash as in the example of RFC 7616 §3.9.1', () => {
    assert.equal(digestResponse({ ...RFC, ...EXPECTED }), RFC.response);
  });

  it('are parsed and right in the example of RFC 7616 §3.9.1', () => {
    const parsed = parseAuthorization(RFC_HEADER);
    assert.deepEqual(parsed, RFC);
    assert.ok(isRight(RFC, EXPECTED));
  });

  for (const wrong of [
    { username: 'Scar' },
    { password: 'circle of life' },
    { method: 'POST' },
    { realm: 'x' },
  ]) {
    it(`are wrong for ${JSON.stringify(wrong)}`, () => {
      assert.equal(isRight(RFC, { ...EXPECTED, ...wrong }), false);
    });
  }

  for (const altered of ['uri', 'nonce', 'nc', 'cnonce', 'username'] as const) {
    it(`are wrong with another ${altered}`, () => {
      assert.equal(isRight({ ...RFC, [altered]: `${RFC[altered]}1` }, EXPECTED), false);
    });
  }

  for (const [what, list] of IMPROPER) {
    it(`are improper with ${what}`, () => {
      assert.throws(() => parseAuthorization(`Digest ${list}`), { name: 'Refusal', status: 400 });
    });
  }

  it('are proper before the changes of the tests above', () => {
    assert.equal(parseAuthorization(`digest ${GOOD}`)?.username, 'u');
  });

  for (const header of ['', 'Basic dTpw', 'Digestive biscuit', 'Bearer Digest']) {
    it(`are of another scheme in "${header}"`, () => {
      assert.equal(parseAuthorization(header), undefined);
    });
  }

  it('keep arbitrary text through formatting and parsing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (user, uri) => {
        const header = `Digest username=${quote(user)}, uri=${quote(uri)}, ${REST}`;
        const parsed = parseAuthorization(header);
        assert.deepEqual([parsed?.username, parsed?.uri], [user, uri]);
      }),
    );
  });

  it('of arbitrary text never make the parser fail or take long', () => {
    const parse = (list: string): void => {
      try {
        parseAuthorization(`Digest ${list}`);
      } catch (error) {
        assert(error instanceof Refusal);
      }
    };
    const pieces = fc.constantFrom('a', '=', '"', '\\', ',', ' ', '\t', 'nc=', 'username="', 'é');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), (parts) => {
        parse(parts.join(''));
      }),
    );
    parse(`a="${'\\'.repeat(100_000)}`);
    parse(' '.repeat(100_000));
  });
});

describe('A Digest challenge', () => {
  it('offers MD5 with qop auth', () => {
    assert.equal(
      formatChallenge({ realm: 'a "b"', nonce: 'n', opaque: 'o', stale: false }),
      String.raw`Digest realm="a \"b\"", qop="auth", algorithm=MD5, nonce="n", opaque="o"`,
    );
  });

  it('is stale when only the nonce was wrong', () => {
    assert.match(formatChallenge({ realm: 'r', nonce: 'n', opaque: 'o', stale: true }), /, stale=true$/);
  });
});

// The kinds of value without a file of their own: whole numbers, paths, names, words of a list.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ADMIN, COUNT, LOG_FILE, MDNS_NAME, oneOf, SIGNED_DURATION } from '../../src/config/kinds.js';

describe('a whole number', () => {
  for (const count of [0, 1, 64, 256, 999_999, 1_000_000]) {
    it(`may be ${count}`, () => {
      assert.deepEqual(COUNT.parse(String(count)), { ok: true, value: count });
    });
  }

  const refused = [
    '',
    ' ',
    '-1',
    '-0',
    '+1',
    '01',
    '00',
    '1.0',
    '1.',
    '.5',
    '1e3',
    '0x10',
    '0b1',
    '1_000',
    '1,000',
    '1000001',
    ' 1',
    '1 ',
    '1\n',
    '1\0',
    '1n',
    '٣',
    '１',
    'Infinity',
    'NaN',
    'unlimited',
    '9'.repeat(400),
  ];
  for (const text of refused) {
    it(`cannot be ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.equal(COUNT.parse(text).ok, false);
    });
  }

  it('is read back unchanged', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (value) => {
        assert.deepEqual(COUNT.parse(COUNT.format(value)), { ok: true, value });
      }),
    );
  });
});

describe('a duration with a sign', () => {
  for (const [text, value] of [
    ['+2h', 7_200_000],
    ['-90s', -90_000],
    ['0', 0],
  ] as const)
    it(`may be ${text}`, () => {
      assert.deepEqual(SIGNED_DURATION.parse(text), { ok: true, value });
    });

  for (const text of ['', '2h', '+', '-', '--1s', '+2', '+ 2h', '-577h', '+1.5h'])
    it(`cannot be "${text}"`, () => {
      assert.equal(SIGNED_DURATION.parse(text).ok, false);
    });

  it('is read back unchanged', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (value) => {
        assert.deepEqual(SIGNED_DURATION.parse(SIGNED_DURATION.format(value)), { ok: true, value });
      }),
    );
  });
});

describe('a path', () => {
  it('is kept unchanged; only an empty one or one with a NUL is refused', () => {
    for (const text of ['smgw.log', '/a b/ü', ' ', '-'])
      assert.deepEqual(LOG_FILE.parse(text), { ok: true, value: text });
    for (const text of ['', 'a\0b']) assert.equal(LOG_FILE.parse(text).ok, false);
  });

  it('is none when it is off, and no other word for on and off', () => {
    assert.deepEqual(LOG_FILE.parse('off'), { ok: true, value: undefined });
    for (const text of ['no', 'false', 'Off', 'none', 'NULL', 'yes', 'on', 'true'])
      assert.match(JSON.stringify(LOG_FILE.parse(text)), /such as \.\/\w+, or off for none/);
    for (const text of ['./off', 'offline.log'])
      assert.deepEqual(LOG_FILE.parse(text), { ok: true, value: text });
  });
});

describe('a word of a list', () => {
  const kind = oneOf(['refuse', 'reset']);

  it('must be spelled as in the list', () => {
    assert.deepEqual(kind.parse('reset'), { ok: true, value: 'reset' });
    for (const text of ['', 'Reset', 'res', 'reset ', 'refuse|reset', 'toString'])
      assert.equal(kind.parse(text).ok, false, text);
  });

  it('is listed in the help', () => {
    assert.deepEqual(kind.placeholder, { en: 'refuse|reset', de: 'refuse|reset' });
  });
});

describe('the address of the admin server', () => {
  for (const text of ['127.0.0.1:8081', 'wlan0:8081', '[::1]:9', '0.0.0.0:8081', '[::]:8081']) {
    it(`may be ${text}`, () => {
      const result = ADMIN.parse(text);
      assert.ok(result.ok);
      assert.equal(ADMIN.format(result.value), text);
    });
  }

  it('must not be a port alone', () => {
    const result = ADMIN.parse('8081');
    assert.ok(!result.ok);
    assert.match(result.expected.en, /0\.0\.0\.0:8081 for every address/);
  });

  for (const text of ['', 'localhost:8081', '127.0.0.1', '127.0.0.1:0', 'a/b:8081', '::1:8081']) {
    it(`cannot be ${JSON.stringify(text)}`, () => {
      assert.equal(ADMIN.parse(text).ok, false);
    });
  }
});

describe('a name in the home network', () => {
  const names = {
    'smgw.local': 'smgw.local',
    'SMGW.Local': 'smgw.local',
    'a.local': 'a.local',
    '4-2.local': '4-2.local',
  };
  for (const [text, value] of Object.entries({
    ...names,
    [`${'a'.repeat(63)}.local`]: `${'a'.repeat(63)}.local`,
  })) {
    it(`may be ${text}`, () => {
      assert.deepEqual(MDNS_NAME.parse(text), { ok: true, value });
      assert.equal(MDNS_NAME.format(value), value);
    });
  }

  for (const text of [
    '',
    'smgw',
    '.local',
    'local',
    'smgw.local.',
    'a.smgw.local',
    'smgw.fritz.box',
    '-smgw.local',
    'smgw-.local',
    'sm_gw.local',
    'smgw .local',
    'zähler.local',
    'smgw.local\n',
    `${'a'.repeat(64)}.local`,
  ])
    it(`may not be ${JSON.stringify(text)}`, () => {
      assert.equal(MDNS_NAME.parse(text).ok, false);
    });
});

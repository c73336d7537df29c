// Numbers, sizes and times in the reader's language.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { durationText } from '../../../src/config/duration.js';
import { pageModule } from '../../support/page-module.js';

interface Format {
  count(count: number): string;
  bytes(bytes: number): string;
  duration(ms: number): string;
  ago(ms: number): string;
  moment(date: Date, today?: Date): string;
}

const { Format } = await pageModule<{
  readonly Format: new (locale: string, justNow: string, timeZone?: string) => Format;
}>('format.js');
const { chooseLanguage } = await pageModule<{
  readonly chooseLanguage: (
    wanted: readonly string[],
    ofMachine: string,
  ) => { language: string; locale: string };
}>('language.js');

const english = new Format('en', 'just now', 'Europe/Berlin');
const german = new Format('de', 'gerade eben', 'Europe/Berlin');
/** Which kind of space stands between number and unit is up to the language. */
const plain = (text: string): string => text.replace(/\s/g, ' ');

describe('the format of the status page', () => {
  it('writes sizes with the unit that fits, and never 1000 of one', () => {
    const sizes = [0, 1, 999, 1000, 1234, 99_940, 999_499, 999_960, 12_345_678, 5e9, 7e12];
    assert.deepEqual(
      sizes.map((size) => plain(english.bytes(size))),
      [
        '0 bytes',
        '1 byte',
        '999 bytes',
        '1 kB',
        '1.2 kB',
        '99.9 kB',
        '999 kB',
        '1 MB',
        '12.3 MB',
        '5 GB',
        '7 TB',
      ],
    );
    assert.equal(plain(german.bytes(12_345_678)), '12,3 MB');
  });

  it('keeps a number and its unit on one line', () => {
    for (const text of [english.bytes(1234), german.bytes(1234), german.duration(1240)])
      assert.ok(!text.includes(' '), text);
  });

  it('writes how long something took as the log does, with the units of the language', () => {
    const units = { ms: 'ms', sec: 's', min: 'min', hr: 'h', day: 'd', days: 'd' } as const;
    const short = (text: string): string =>
      plain(text).replace(/[a-z]+/g, (unit) => units[unit as keyof typeof units]);
    // Of each unit as many as of the others.
    const spans = fc.double({ min: 0, max: Math.log(900 * 86_400_000), noNaN: true }).map(Math.exp);
    fc.assert(
      fc.property(spans, (ms) => {
        assert.equal(short(english.duration(ms)), durationText(ms));
      }),
      {
        examples: [
          [0],
          [999.5],
          [9949.9],
          [9950],
          [59_499],
          [59_500],
          [3_599_500],
          [86_370_000],
          [172_799_999],
        ],
      },
    );
    assert.equal(plain(german.duration(192_000)), '3 Min. 12 Sek.');
    assert.equal(plain(german.duration(1240)), '1,2 Sek.');
  });

  it('says how long ago something was', () => {
    const spans = [0, 2999, 3000, 59_999, 60_000, 3_599_000, 3_600_000, 90_000_000, 200_000_000];
    assert.deepEqual(
      spans.map((span) => english.ago(span)),
      [
        'just now',
        'just now',
        '3 seconds ago',
        '59 seconds ago',
        '1 minute ago',
        '59 minutes ago',
        '1 hour ago',
        '25 hours ago',
        '2 days ago',
      ],
    );
    assert.equal(german.ago(200_000_000), 'vor 2 Tagen');
  });

  it('names the day of a time unless it is today, where the reader is', () => {
    const midnight = new Date('2026-03-01T23:30:00Z');
    assert.equal(german.moment(midnight, new Date('2026-03-02T10:00:00Z')), '00:30');
    assert.equal(german.moment(midnight, new Date('2026-03-01T10:00:00Z')), '02.03.2026, 00:30');
    assert.equal(german.count(1234), '1.234');
  });
});

describe('the language of the status page', () => {
  const CASES: readonly (readonly [readonly string[], string, string, string])[] = [
    [['de-AT', 'en'], 'en', 'de', 'de-AT'],
    [['fr', 'en-GB', 'de'], 'de', 'en', 'en-GB'],
    [['fr', 'DE'], 'en', 'de', 'DE'],
    [['den', 'english'], 'en', 'en', 'en'],
    [['fr', 'fr-CH'], 'de', 'de', 'de'],
    [[], 'de', 'de', 'de'],
    [[], 'undefined', 'en', 'en'],
  ];
  for (const [wanted, ofMachine, language, locale] of CASES)
    it(`is ${language} for a browser that wants ${wanted.join(', ') || 'nothing'}, on a machine that speaks ${ofMachine}`, () => {
      assert.deepEqual(chooseLanguage(wanted, ofMachine), { language, locale });
    });
});

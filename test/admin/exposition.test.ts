// The metrics' text: the same as if nothing of it had been kept from the time before.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Exposition, label, type Family } from '../../src/admin/exposition.js';

interface Sample {
  readonly suffix: string;
  readonly own: string;
  readonly value: number;
}
type Subject = readonly Sample[];

const FAMILIES: readonly Family<Subject>[] = [
  {
    name: 'all',
    type: 'summary',
    help: 'All of them',
    samples: (subject, _, putAs) => {
      for (const { suffix, own, value } of subject) putAs(suffix)(own, value);
    },
  },
  {
    name: 'count',
    type: 'gauge',
    help: 'How many',
    samples: ({ length }, put) => {
      put('', length);
    },
  },
];

const few = fc.constantFrom;
const subject = fc.array(
  fc.record({ suffix: few('', '_sum'), own: few('', 'le="1"'), value: few(0, 1, 2.5, NaN) }),
  { maxLength: 3 },
);
/** At one time: subjects by their names, in any order. */
const subjects = fc
  .uniqueArray(fc.record({ name: few('a', 'b', 'c', ''), subject }), { selector: ({ name }) => name })
  .map((all) =>
    all.map(({ name, subject: of }) => ({ labels: name === '' ? '' : label('forward', name), subject: of })),
  );

describe('an exposition', () => {
  it('writes samples of several subjects below one head', () => {
    const one = {
      labels: label('forward', 'a"\\\n'),
      subject: [{ suffix: '_sum', own: 'le="1"', value: 2 }],
    };
    const other = { labels: '', subject: [{ suffix: '', own: '', value: 0.5 }] };
    assert.equal(
      new Exposition('x_', FAMILIES).parts([one, other]).join(''),
      [
        '# HELP x_all All of them\n# TYPE x_all summary\n',
        'x_all_sum{forward="a\\"\\\\\\n",le="1"} 2\nx_all 0.5\n',
        '# HELP x_count How many\n# TYPE x_count gauge\n',
        'x_count{forward="a\\"\\\\\\n"} 1\nx_count 1\n',
      ].join(''),
    );
  });

  it('is at any time as if it had kept nothing', () => {
    fc.assert(
      fc.property(fc.array(subjects, { maxLength: 6 }), (times) => {
        const kept = new Exposition('x_', FAMILIES);
        for (const now of times) assert.deepEqual(kept.parts(now), new Exposition('x_', FAMILIES).parts(now));
      }),
      { numRuns: 500 },
    );
  });
});

// Tables in a given width.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { table, type Column } from '../../../src/cli/terminal/table.js';

type Row = readonly [string, string, string, string];

const COLUMNS: readonly Column<Row>[] = [
  { title: 'who', cell: ([who]) => who },
  { title: 'n', align: 'right', optional: true, cell: ([, n]) => n },
  { title: 'm', align: 'right', optional: true, cell: ([, , m]) => m },
  { title: 'why', wraps: true, cell: ([, , , why]) => why },
];
const ROWS: readonly Row[] = [
  ['192.168.0.12', '1', '22', 'because of this and that'],
  ['me', '333', '4', 'so'],
];

describe('a table', () => {
  for (const [width, expected] of [
    [
      60,
      [
        '  who             n   m  why',
        '  192.168.0.12    1  22  because of this and that',
        '  me            333   4  so',
      ],
    ],
    [
      48,
      [
        '  who             n  why',
        '  192.168.0.12    1  because of this and that',
        '  me            333  so',
      ],
    ],
    [40, ['  who           why', '  192.168.0.12  because of this and that', '  me            so']],
    [36, ['  who       why', '  192.168…  because of this and that', '  me        so']],
    [
      24,
      [
        '  who       why',
        '  192.168…  because of',
        '            this and',
        '            that',
        '  me        so',
      ],
    ],
  ] as const) {
    it(`in ${width} columns`, () => {
      assert.deepEqual(table(COLUMNS, ROWS, width), expected);
    });
  }
});

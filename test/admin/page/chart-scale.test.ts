// The scale of the traffic chart.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { pageModule } from '../../support/page-module.js';

interface Scale {
  readonly step: number;
  readonly up: number;
  readonly down: number;
}

const { scaleFor, linesOf } = await pageModule<{
  readonly scaleFor: (up: number, down: number) => Scale;
  readonly linesOf: (scale: Scale) => readonly number[];
}>('chart-scale.js');

describe('the scale of the chart', () => {
  it('has round lines, and the same size of a byte on both sides', () => {
    const scale = scaleFor(187_000, 13_000);
    assert.deepEqual(scale, { step: 100_000, up: 200_000, down: 25_000 });
    assert.deepEqual(linesOf(scale), [200_000, 100_000, 0]);
    assert.deepEqual(linesOf(scaleFor(250, 1100)), [0, -500, -1000]);
  });

  it('stands when nothing has been carried', () => {
    assert.deepEqual(linesOf(scaleFor(0, 0)), [0]);
  });

  it('has room for every bar, and a handful of lines', () => {
    const bytes = fc.nat({ max: 2 ** 48 });
    fc.assert(
      fc.property(bytes, bytes, (most, least) => {
        const scale = scaleFor(most, least);
        assert.ok(scale.up >= most && scale.down >= least);
        const lines = linesOf(scale);
        assert.ok(lines.includes(0) && lines.length >= 1 && lines.length <= 8, `${lines.length}`);
        assert.match(String(scale.step), /^[125]0*$/);
      }),
    );
  });
});

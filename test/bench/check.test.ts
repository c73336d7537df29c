// The check of a bench.json that CI makes: complete and consistent, at any speed.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check, readResults } from '../../bench/check.js';
import { madeUpResults, withFigure } from './results.js';

const FINE = madeUpResults();

describe('check', () => {
  it('finds nothing wrong with a complete run', () => {
    assert.deepEqual(check(FINE), []);
  });
  it('misses a figure that is not there at all', () => {
    const figures = FINE.figures.filter(({ metric }) => metric !== 'new.cpu');
    assert.deepEqual(check({ ...FINE, figures })[0], 'new.cpu smgw-proxy: no figure');
    assert.equal(check({ ...FINE, figures }).length, 3);
  });
  it('accepts that a figure was left out for a reason, but not that it failed', () => {
    const left = { metric: 'new.rate', subject: 'haproxy', median: null } as const;
    assert.deepEqual(check(withFigure(FINE, { ...left, reason: 'too few descriptors' })), []);
    assert.deepEqual(check(withFigure(FINE, { ...left, reason: 'failed: x' })), [
      'new.rate HAProxy: failed: x',
    ]);
    assert.deepEqual(check(withFigure(FINE, left)), ['new.rate HAProxy: left out without a reason']);
  });
  it('does not believe in figures that cannot be', () => {
    assert.equal(check(withFigure(FINE, { metric: 'new.cpu', subject: 'pipe', median: 0 })).length, 1);
    assert.equal(
      check(withFigure(FINE, { metric: 'process.wake-ups', subject: 'pipe', median: 0 })).length,
      0,
    );
    assert.equal(check(withFigure(FINE, { metric: 'idle.cpu', subject: 'pipe', median: 0 })).length, 0);
    assert.equal(
      check(withFigure(FINE, { metric: 'requests-1.added', subject: 'pipe', median: -1 })).length,
      0,
    );
  });
});

describe('readResults', () => {
  it('takes its own format and version only', () => {
    assert.deepEqual(readResults(JSON.stringify(FINE)), FINE);
    assert.equal(readResults(JSON.stringify({ ...FINE, version: 0 })), undefined);
    assert.equal(readResults('null'), undefined);
    assert.equal(readResults('{'), undefined);
  });
});

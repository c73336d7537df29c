// The headline for the state of a forward, and the advice that goes with it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OUTCOMES } from '../../../src/forward/outcome.js';
import { pageModule } from '../../support/page-module.js';

interface Forward {
  readonly verdict: string;
  readonly target: { readonly lastFailure: { readonly outcome: string; readonly code: string } | null };
}

const { adviceFor, needsAttention, ranked, toneOf, VERDICTS } = await pageModule<{
  readonly adviceFor: (forward: Forward) => string | undefined;
  readonly needsAttention: (forward: Forward) => boolean;
  readonly ranked: (forwards: readonly Forward[]) => Forward[];
  readonly toneOf: (outcome: string) => string;
  readonly VERDICTS: readonly string[];
}>('forward-state.js');

function forward(verdict: string, outcome?: string, code = 'ETIMEDOUT'): Forward {
  return { verdict, target: { lastFailure: outcome === undefined ? null : { outcome, code } } };
}

describe('several forwards', () => {
  it('begin with those that need attention, and keep their order otherwise', () => {
    const all = ['read', 'waiting', 'not-read-yet', 'target-down', 'read'].map((each) => forward(each));
    const [first, second, third, fourth, fifth] = all;
    assert.deepEqual(ranked(all), [fourth, second, third, first, fifth]);
    assert.equal(ranked(all)[3], first);
  });

  it('need attention where their owner has something to do', () => {
    const well = VERDICTS.filter((verdict) => !needsAttention(forward(verdict)));
    assert.deepEqual(well, ['target-unknown', 'not-read-yet', 'read']);
  });
});

describe('the advice for a forward', () => {
  const CASES = [
    ['target-refused', 'ECONNREFUSED', 'target-refused'],
    ['target-timeout', 'ETIMEDOUT', 'target-timeout'],
    ['target-unreachable', 'EHOSTUNREACH', 'target-unreachable'],
    ['target-unreachable', 'ENOTFOUND', 'name'],
    ['target-unreachable', 'EAI_AGAIN', 'name'],
    ['target-reset', 'ECONNRESET', 'target-unreachable'],
    ['target-tls-failed', 'TLS_TIMEOUT', 'target-tls-failed'],
  ] as const;
  for (const [outcome, code, advice] of CASES)
    it(`is about ${advice} after ${outcome} (${code})`, () => {
      assert.equal(adviceFor(forward('target-down', outcome, code)), advice);
    });

  it('is not given while the gateway is reachable, also after an outage', () => {
    assert.equal(adviceFor(forward('read', 'target-timeout')), undefined);
  });

  it('is about what the verdict says, whatever was wrong with the gateway before', () => {
    for (const verdict of [
      'certificate-changed',
      'waiting',
      'listen-failed',
      'port-taken',
      'unanswered',
      'not-read',
    ])
      assert.equal(adviceFor(forward(verdict, 'target-timeout')), verdict);
  });
});

describe('the tone of an outcome', () => {
  it('is good when both sides got what they wanted, and failed when nothing came about', () => {
    const of = (tone: string): readonly string[] => OUTCOMES.filter((outcome) => toneOf(outcome) === tone);
    assert.deepEqual(of('good'), ['client-closed', 'target-closed', 'client-reset', 'turn-ended']);
    assert.deepEqual(of('cut'), [
      'target-reset',
      'idle-timeout',
      'half-close-timeout',
      'client-gone',
      'shutdown',
    ]);
    assert.equal(of('failed').length, OUTCOMES.length - 9);
  });
});

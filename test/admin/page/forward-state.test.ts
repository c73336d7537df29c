// The headline for the state of a forward, and the advice that goes with it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OUTCOMES } from '../../../src/forward/outcome.js';
import { pageModule } from '../../support/page-module.js';

interface Forward {
  readonly state: string;
  readonly target: {
    readonly state: string;
    readonly lastFailure: { readonly outcome: string; readonly code: string } | null;
  };
}

const { headlineOf, adviceFor, toneOf } = await pageModule<{
  readonly headlineOf: (forward: Forward) => string;
  readonly adviceFor: (forward: Forward) => string | undefined;
  readonly toneOf: (outcome: string) => string;
}>('forward-state.js');

function forward(state: string, targetState: string, outcome?: string, code = 'ETIMEDOUT'): Forward {
  const lastFailure = outcome === undefined ? null : { outcome, code };
  return { state, target: { state: targetState, lastFailure } };
}

describe('the headline of a forward', () => {
  const CASES = [
    ['ready', 'up', 'reachable'],
    ['target-unknown', 'unknown', 'untried'],
    ['ready', 'down', 'unreachable'],
    ['target-down', 'down', 'unreachable'],
    ['waiting', 'up', 'waiting'],
    ['listen-failed', 'down', 'listen-failed'],
  ] as const;
  for (const [state, target, headline] of CASES)
    it(`is ${headline} when it is ${state} and the target ${target}`, () => {
      assert.equal(headlineOf(forward(state, target)), headline);
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
    ['target-certificate-changed', 'TLS_OTHER_CERTIFICATE', 'target-certificate-changed'],
  ] as const;
  for (const [outcome, code, advice] of CASES)
    it(`is about ${advice} after ${outcome} (${code})`, () => {
      assert.equal(adviceFor(forward('target-down', 'down', outcome, code)), advice);
    });

  it('is not given while the gateway is reachable, also after an outage', () => {
    assert.equal(adviceFor(forward('ready', 'up', 'target-timeout')), undefined);
  });

  it('is about the forward itself when it cannot listen', () => {
    assert.equal(adviceFor(forward('waiting', 'up', 'target-timeout')), 'waiting');
    assert.equal(adviceFor(forward('listen-failed', 'down', 'target-timeout')), 'listen-failed');
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

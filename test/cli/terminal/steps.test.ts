// Steps as they are printed: sign, word, what was found and how long it took; and the line of progress meanwhile.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Steps, stepText } from '../../../src/cli/terminal/steps.js';

describe('a step', () => {
  it('is a line with a sign, a word, and its time, in German and English', () => {
    const line = { mark: 'ok', name: 'DHCP', text: 'x', ms: 4003 } as const;
    assert.equal(stepText('de', line), '✓ ok           DHCP: x (4 s)');
    assert.equal(stepText('en', line), '✓ ok       DHCP: x (4 s)');
    assert.equal(stepText('en', { mark: 'skipped', name: 'DHCP', text: 'x' }), '- skipped  DHCP: x');
  });

  it('has its causes and remedies below it', () => {
    const text = stepText('en', { mark: 'failed', name: 'Cable', text: 'x', details: ['one', 'two'] });
    assert.equal(text, '✗ failed   Cable: x\n           one\n           two');
  });

  it('has its remedies last, behind an arrow', () => {
    const text = stepText('de', { mark: 'later', name: 'K', text: 'x', details: ['one'], remedy: ['two'] });
    assert.equal(text, '- später       K: x\n               one\n               → two');
  });

  it('is announced by a line that goes away when something is printed', () => {
    const events: string[] = [];
    const line = {
      show: (text: string) => void events.push(`show ${text}`),
      hide: () => void events.push('hide'),
    };
    const steps = new Steps('en', (text) => void events.push(`out ${text}`), line);
    steps.begin('Search');
    steps.progress(0.256);
    steps.say('Look here.');
    steps.end({ mark: 'nothing', name: 'Search', text: 'none' });
    assert.deepEqual(events, [
      ...['show Search …', 'show Search … 25 %', 'hide', 'out Look here.\n', 'show Search …'],
      ...['hide', 'out - nothing  Search: none\n'],
    ]);
  });
});

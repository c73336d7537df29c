// The neighbours that the kernel knows, and which of them has just answered.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseNeighbour, parseNeighbours } from '../../src/machine/neighbours.js';

describe('the neighbours', () => {
  it('are those that have answered', () => {
    const table = `IP address       HW type     Flags       HW address            Mask     Device
10.11.120.2      0x1         0x2         5c:ca:32:0a:0b:78     *        eth0
10.11.120.3      0x1         0x0         00:00:00:00:00:00     *        eth0\n`;
    assert.deepEqual(parseNeighbours(table), [
      { interface: 'eth0', address: '10.11.120.2', mac: '5c:ca:32:0a:0b:78' },
    ]);
  });
});

describe('a neighbour', () => {
  const mac = '02:00:00:00:00:02';
  const there = { state: 'answered', mac };
  for (const [what, answer, hasAnswered, expected] of [
    ['confirmed just now', [{ lladdr: mac, state: ['REACHABLE'], confirmed: 1 }], false, there],
    ['confirmed before', [{ lladdr: mac, state: ['REACHABLE'], confirmed: 20 }], false, { state: 'unknown' }],
    [
      'not confirmed any more',
      [{ lladdr: mac, state: ['DELAY'], confirmed: 40 }],
      false,
      { state: 'silent' },
    ],
    [
      'not confirmed yet, although it answers',
      [{ lladdr: mac, state: ['DELAY'], confirmed: 40 }],
      true,
      there,
    ],
    ['unanswered', [{ state: ['FAILED'] }], false, { state: 'silent' }],
    ['unknown to the kernel', [], false, { state: 'silent' }],
    ['unknown without ip(8)', undefined, false, { state: 'unknown' }],
  ] as const) {
    it(what, () => {
      assert.deepEqual(parseNeighbour(answer, { hasAnswered, ms: 5000 }), expected);
    });
  }
});

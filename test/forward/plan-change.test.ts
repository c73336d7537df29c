// The listen entries that a change of the configuration opens, closes and leaves alone.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ForwardConfig } from '../../src/config/config.js';
import { formatListen } from '../../src/config/listen-address.js';
import { planChange, type Change } from '../../src/forward/plan-change.js';
import { forwardConfig } from '../support/config.js';
import { inTurns } from '../support/turns.js';

function forward(name: string, ...ports: readonly number[]): ForwardConfig {
  return { ...forwardConfig(), name, listen: ports.map((port) => ({ host: '127.0.0.1', port })) };
}

function told({ kept, opened, closed, inTheWay }: Change) {
  return {
    kept: [...kept].map(([wanted, current]) => [wanted.name, wanted === current]),
    opened: opened.map(formatListen),
    closed: closed.map(formatListen),
    inTheWay: inTheWay.map(formatListen),
  };
}

const NOTHING = { kept: [], opened: [], closed: [], inTheWay: [] };

describe('A change of forwards', () => {
  it('is nothing between none and none', async () => {
    assert.deepEqual(told(await planChange([], [])), NOTHING);
  });

  it('keeps the one in force where the wanted one equals it', async () => {
    const change = await planChange([forward('a', 1), forward('b', 2)], [forward('b', 2), forward('a', 1)]);
    const kept = [
      ['b', false],
      ['a', false],
    ];
    assert.deepEqual(told(change), { ...NOTHING, kept });
  });

  it('keeps none under another name, and leaves its port open', async () => {
    assert.deepEqual(told(await planChange([forward('a', 1)], [forward('b', 1)])), NOTHING);
  });

  it('leaves a port open that goes to another forward', async () => {
    const change = await planChange(
      [forward('a', 1, 2), forward('b', 3)],
      [forward('a', 1), forward('b', 2, 3)],
    );
    assert.deepEqual(told(change), NOTHING);
  });

  it('opens and closes what is in one of them only', async () => {
    const change = await planChange([forward('a', 1, 2)], [forward('a', 2, 3)]);
    assert.deepEqual(told(change), { ...NOTHING, opened: ['127.0.0.1:3'], closed: ['127.0.0.1:1'] });
  });

  it('names what has the port of an address to be opened', async () => {
    const current = forward('a', 1, 2);
    const wanted = { ...current, listen: [{ host: '0.0.0.0', port: 1 }] };
    const { inTheWay, closed } = told(await planChange([current], [wanted]));
    assert.deepEqual([inTheWay, closed], [['127.0.0.1:1'], ['127.0.0.1:1', '127.0.0.1:2']]);
  });

  it('takes sockets of the service manager for the same when their descriptors are', async () => {
    const handed = (fd: number): ForwardConfig => ({ ...forward('a'), listen: [{ port: 1, fd }] });
    assert.deepEqual(told(await planChange([handed(3)], [{ ...handed(3), connectTimeout: 1 }])), NOTHING);
    assert.equal((await planChange([handed(3)], [handed(4)])).opened.length, 1);
  });

  it('is worked out in slices, between which connections are served', async () => {
    const hundreds = Array.from({ length: 300 }, (_, n) => forward(`f${n}`, 1 + n));
    const turns = await inTurns(async (turn) => {
      await planChange(hundreds, structuredClone(hundreds));
      return turn();
    });
    assert.ok(turns >= 300, `${turns}`);
  });
});

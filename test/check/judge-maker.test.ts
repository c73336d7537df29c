// The judgement of a gateway by its maker.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeMaker } from '../../src/check/judge-maker.js';
import type { MakerGuess } from '../../src/gateway/maker.js';
import type { Maker } from '../../src/gateway/makers.js';

const sure = (maker: Maker): MakerGuess => ({ maker, from: 'certificate' });
const SMGW = 'smgw.local';

describe('the maker', () => {
  for (const [what, guess, most, mdns, expected] of [
    ['unknown', undefined, [0], undefined, ['maker-unknown']],
    ['Theben', sure('Theben'), [0], undefined, ['maker-found']],
    ['PPC with turns', sure('PPC'), [1], undefined, ['maker-found']],
    ['PPC without turns', sure('PPC'), [0], undefined, ['maker-found', 'maker-takes-few-sessions']],
    ['PPC with a higher limit', sure('PPC'), [1, 2], undefined, ['maker-found', 'maker-takes-few-sessions']],
    ['EMH with its name', sure('EMH'), [0], SMGW, ['maker-found']],
    ['EMH without a name', sure('EMH'), [0], undefined, ['maker-found', 'maker-wants-name']],
    ['EMH with another name', sure('EMH'), [0], 'x.local', ['maker-found', 'maker-wants-name']],
    ['PPC by a guess', { maker: 'PPC', from: 'address' }, [0], undefined, ['maker-found']],
    ['a maker without facts', sure('Landis+Gyr'), [0], undefined, ['maker-found']],
  ] as const)
    it(`${what}: ${expected.join(', ')}`, () => {
      const forwards = most.map((maxTargetConnections) => ({ maxTargetConnections }));
      const found = judgeMaker(guess, '192.168.33.2', forwards, mdns);
      assert.deepEqual(
        found.map(({ cause }) => cause),
        expected,
      );
    });
});

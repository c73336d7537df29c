// The options that `setup` writes for a maker: what it asks, and what it takes without an answer.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MakerGuess } from '../../../src/gateway/maker.js';
import type { MakerOptions } from '../../../src/gateway/makers.js';
import { decideOptions } from '../../../src/cli/setup/maker.js';
import { SETUP_TEXTS } from '../../../src/cli/setup/texts.js';
import { Steps } from '../../../src/cli/terminal/steps.js';
import { NO_PROGRESS } from '../support.js';

interface House {
  readonly guess?: MakerGuess;
  readonly hasConfig?: boolean;
  readonly holder?: string;
  /** In their order; none where nothing is asked. */
  readonly answers?: readonly string[];
}

const EMH: MakerGuess = { maker: 'EMH', from: 'certificate' };
const PPC: MakerGuess = { maker: 'PPC', from: 'mac' };
const MAYBE: MakerGuess = { maker: 'PPC', from: 'address' };
const NAME = { mdns: 'smgw.local' };
const TURNS = { maxTargetConnections: 1 };
const RIVAL = '192.168.0.50';

async function decided(house: House) {
  const { guess, hasConfig = false, holder, answers } = house;
  const asked: string[] = [];
  const said: string[] = [];
  const given = [...(answers ?? [])];
  const ask = (question: string): Promise<string> => {
    asked.push(question);
    return Promise.resolve(given.shift() ?? '');
  };
  const options = await decideOptions({
    ...{ guess, hasConfig, texts: SETUP_TEXTS.en },
    steps: new Steps('en', (text) => said.push(text), NO_PROGRESS),
    holderOf: () => Promise.resolve(holder),
    ask: answers === undefined ? undefined : ask,
  });
  return { options, asked, said: said.join('') };
}

describe('the options of a setup', () => {
  const cases: readonly (readonly [string, House, MakerOptions, questions: number])[] = [
    ['follow a sure maker without a question', { guess: PPC, answers: [] }, TURNS, 0],
    ['give an EMH gateway its name', { guess: EMH, answers: [] }, NAME, 0],
    ['suit all makers where none is known', {}, { ...TURNS, ...NAME }, 0],
    ['suit all makers where the address is the only evidence', { guess: MAYBE }, { ...TURNS, ...NAME }, 0],
    ['suit all makers after an empty answer', { guess: MAYBE, answers: [''] }, { ...TURNS, ...NAME }, 1],
    ['suit all makers after an answer out of range', { answers: ['9'] }, { ...TURNS, ...NAME }, 1],
    ['follow the answer', { guess: MAYBE, answers: ['1'] }, {}, 1],
    ['follow the answer, by place', { guess: MAYBE, answers: ['2'] }, TURNS, 1],
    ['leave a name that another device has', { guess: EMH, holder: RIVAL }, {}, 0],
    ['ask for a name that another device has', { guess: EMH, holder: RIVAL, answers: [''] }, {}, 1],
    ['take that name when told to', { guess: EMH, holder: RIVAL, answers: ['y'] }, NAME, 1],
    ['do not ask for a name that may be useless', { holder: RIVAL, answers: [''] }, TURNS, 1],
    ['leave a written configuration alone on a guess', { guess: MAYBE, hasConfig: true }, {}, 0],
    ['complete a written configuration for a sure maker', { guess: PPC, hasConfig: true }, TURNS, 0],
  ];
  for (const [what, house, options, questions] of cases)
    it(what, async () => {
      const { options: got, asked } = await decided(house);
      assert.deepEqual([got, asked.length], [options, questions]);
    });

  it('are explained where the maker is a guess, and where the name is taken', async () => {
    assert.match((await decided({ guess: MAYBE })).said, /Maker: perhaps PPC, a guess; .* suits all makers/);
    assert.match((await decided({})).said, /warning +Maker: unknown; /);
    const { said, asked } = await decided({ guess: EMH, holder: RIVAL, answers: [''] });
    assert.match(said, /Name at home: smgw\.local belongs to another device .*192\.168\.0\.50/);
    assert.match(asked.join(), /recommended: n/);
    assert.match((await decided({ answers: [''] })).asked.join(), /1 Theben, 2 PPC, 3 EMH/);
  });
});

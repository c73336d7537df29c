// The status page and the allowed clients of a new configuration: asked for, given, or as recommended.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { homeOptions, type HomeQuestion } from '../../../src/cli/setup/home-options.js';
import type { WrittenOptions } from '../../../src/setup/written-options.js';

interface House {
  readonly options?: WrittenOptions;
  readonly adminPort?: HomeQuestion['adminPort'];
  /** In their order; none where nothing is asked. */
  readonly answers?: readonly string[];
}

async function decided({ options = {}, answers, ...house }: House) {
  const asked: string[] = [];
  const given = [...(answers ?? [])];
  const ask = (question: string): Promise<string> => {
    asked.push(question);
    return Promise.resolve(given.shift() ?? '');
  };
  const decision = await homeOptions({
    ...{
      options,
      home: 'wlan7',
      homeAddress: '192.168.0.10',
      adminPort: 8082,
      language: 'de',
      ...house,
    },
    ask: answers === undefined ? undefined : ask,
  });
  return { decision, asked };
}

const PAGE = { admin: 'wlan7:8082' };
const ONLY_HERE = { admin: '127.0.0.1:8082' };

describe('the options of a new configuration for the home', () => {
  const cases: readonly (readonly [string, House, WrittenOptions, questions: number])[] = [
    ['page in the home and everybody, without a question', {}, PAGE, 0],
    ['the same after two times Enter', { answers: [] }, PAGE, 2],
    ['page for this machine alone', { answers: ['nein'] }, ONLY_HERE, 2],
    ['an unclear answer is the recommended one', { answers: ['vielleicht'] }, PAGE, 2],
    [
      'devices',
      { answers: ['j', '192.168.0.12, 192.168.0.20'] },
      { ...PAGE, allow: ['192.168.0.12/32', '192.168.0.20/32'] },
      2,
    ],
    [
      'devices after a wrong answer',
      { answers: ['', 'HomeAssistant', '192.168.0.12'] },
      { ...PAGE, allow: ['192.168.0.12/32'] },
      3,
    ],
    [
      'given ones are not asked for',
      { options: { admin: '127.0.0.1:9', allow: 'any' }, answers: [] },
      { admin: '127.0.0.1:9', allow: 'any' },
      0,
    ],
    ['no page without a free port', { adminPort: undefined, answers: [] }, {}, 1],
  ];
  for (const [name, house, wanted, questions] of cases)
    it(name, async () => {
      const { decision, asked } = await decided(house);
      assert.deepEqual(decision, wanted);
      assert.equal(asked.length, questions);
    });

  it('says what was wrong with an answer', async () => {
    const { asked } = await decided({ answers: ['', 'HomeAssistant'] });
    assert.match(asked[2] ?? '', /„HomeAssistant“/);
  });
});

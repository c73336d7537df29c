// The words of each stage: whole in both languages, and with the command where the user decides.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WAIT_TEXTS } from '../../../../src/cli/setup/wait/texts.js';
import { wordsOf } from '../../../../src/cli/setup/wait/words.js';
import { sceneryOf, STAGES } from '../../../support/standings.js';

describe('the words of a waiting setup', () => {
  for (const stage of STAGES)
    it(`say in both languages what is to be done (${stage})`, () => {
      const [de, en] = [wordsOf(sceneryOf(stage), 'de'), wordsOf(sceneryOf(stage), 'en')];
      assert.equal(de.headline, WAIT_TEXTS.de.headlines[stage]);
      assert.equal(en.headline, WAIT_TEXTS.en.headlines[stage]);
      assert.ok(de.advice.length > 0);
      assert.equal(de.advice.length, en.advice.length);
      assert.equal(de.steps.length, en.steps.length);
      for (const line of en.advice) assert.doesNotMatch(line, /[äöüß]|\bund\b/, line);
    });

  it('hold the one command that decides', () => {
    assert.ok(
      wordsOf(sceneryOf('several'), 'de').advice.includes(
        '10.11.120.2 ist das Gateway: sudo smgw-proxy setup --target 10.11.120.2 --lang de',
      ),
    );
    assert.ok(
      wordsOf(sceneryOf('several'), 'en').advice.includes(
        "fe80::1%eth0 is the gateway: sudo smgw-proxy setup --target '[fe80::1%eth0]' --lang en",
      ),
    );
    assert.ok(
      wordsOf(sceneryOf('which-cable'), 'en').advice.includes(
        'eth1 leads to the gateway: sudo smgw-proxy setup --interface eth1 --lang en',
      ),
    );
  });

  it('show the step that runs, and none that only a person can ask for', () => {
    const { steps } = wordsOf(sceneryOf('searching'), 'en');
    assert.deepEqual(steps.at(-1), { mark: 'running', name: 'Known addresses', text: '', remedy: [] });
    const names = wordsOf(sceneryOf('not-found'), 'en').steps.map(({ name }) => name);
    assert.deepEqual(names, ['Cable', 'Existing address', 'DHCP', 'Name smgw.local', 'Known addresses']);
  });
});

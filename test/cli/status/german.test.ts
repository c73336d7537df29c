// The status in German: no state of a service is told in English.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FORWARD_VERDICTS, type Status } from '../../../src/admin/status/schema.js';
import { statusText } from '../../../src/cli/status/text.js';
import { statusTexts } from '../../../src/cli/status/texts.js';
import { refusedConfig } from '../../support/status.js';
import { aStatus, DOWN_FORWARD, FORWARD } from './fixture.js';

/** Options and the names of ends are the same in both languages. */
const ENGLISH_WORDS = /(?<![-–])\b(?:the|is|has|by|ago|last|since|of|to|and|not|client)\b(?!-)/;

describe('the status in German', () => {
  it('has no English word, whatever the state', async () => {
    const german = await statusTexts('de');
    const mdns = { name: 'smgw.local', links: [] };
    const waits: Partial<Status>[] = FORWARD_VERDICTS.flatMap((verdict) =>
      [FORWARD, DOWN_FORWARD].map((forward) => ({ mdns, forwards: [{ ...forward, verdict }] })),
    );
    const all = [...waits, { ready: false }, { stopping: true }, { refusedConfig: refusedConfig() }];
    for (const changes of all) {
      const text = statusText(aStatus(changes), { width: 100, colour: false }, german);
      assert.match(text, /\bsmgw-proxy 0\.1\.0 (?:ist|wird) /);
      assert.doesNotMatch(text, ENGLISH_WORDS, text);
    }
  });
});

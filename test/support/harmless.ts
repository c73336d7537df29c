// Whether a text can trick a terminal or its reader.
import assert from 'node:assert/strict';

/** Line breaks are the program's own. */
export const HARMFUL = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u;
const LONGEST_LINE = 300;

export function assertHarmless(text: string): void {
  assert.doesNotMatch(text, HARMFUL);
  for (const line of text.split('\n')) assert.ok(line.length < LONGEST_LINE, `${line.length} characters`);
}

// The look of the status page: screenshots, and accessibility by axe.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import type { BrowserContextOptions } from 'playwright-core';
import type { Status } from '../../src/admin/status/schema.js';
import { PHONE } from '../support/browser.js';
import { missing } from '../support/requires.js';
import { assertIsStatus } from '../support/status-schema.js';
import { many, status, trouble, unanswered, untouched } from '../support/status.js';
import { PageStage, SCROLLS_SIDEWAYS } from '../support/told-page.js';

/** The result of axe. */
interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

const VIEWS: readonly (readonly [string, Status, BrowserContextOptions])[] = [
  ['light', status(), { colorScheme: 'light' }],
  ['dark', status(), { colorScheme: 'dark', locale: 'de' }],
  ['phone', status(), { ...PHONE, locale: 'de' }],
  ['phone-dark', trouble(), { ...PHONE, colorScheme: 'dark' }],
  ['trouble', trouble(), { locale: 'de' }],
  ['unanswered', unanswered(), { locale: 'de' }],
  ['unanswered-phone', unanswered(), { ...PHONE, locale: 'de', colorScheme: 'dark' }],
  ['untouched', untouched(), { locale: 'de' }],
  ['untouched-phone', untouched(), { ...PHONE, locale: 'de' }],
  ['many', many(), {}],
  ['hundreds', many(500), { locale: 'de' }],
];

describe('the look of the status page', { skip: missing('chromium') }, () => {
  const stage = new PageStage();

  for (const [name, shown, options] of VIEWS)
    it(`is drawn (${name}), and is accessible`, async () => {
      assertIsStatus(shown);
      // axe is injected, which the content security policy of the page forbids.
      const seen = await stage.shows(shown, { ...options, bypassCSP: true });
      assert.equal(await seen.page.evaluate(SCROLLS_SIDEWAYS), false);
      assert.ok(statSync(await seen.screenshot(name)).size > 10_000);
      for (const summary of await seen.page.locator('summary:visible').all()) await summary.press('Enter');
      for (const button of await seen.page.locator('#recent button:visible').all())
        await button.press('Enter');
      await seen.page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
      const { violations, passes } = await seen.page.evaluate<Record<string, Finding[]>>('axe.run()');
      assert.ok((passes?.length ?? 0) > 20);
      assert.deepEqual(
        violations?.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
        [],
      );
    });
});

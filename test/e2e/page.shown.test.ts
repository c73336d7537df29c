// The status page in a real browser with a prepared /status: words, shapes, hostile values, no flicker.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { describe, it } from 'node:test';
import { OUTCOMES, type Outcome } from '../../src/forward/outcome.js';
import { PHONE, visit } from '../support/browser.js';
import { pageModule } from '../support/page-module.js';
import { missing } from '../support/requires.js';
import { listen } from '../support/sockets.js';
import * as made from '../support/status.js';
import { PageStage, SCROLLS_SIDEWAYS } from '../support/told-page.js';
import { durationText } from '../../src/config/duration.js';
import { hintFor } from '../../src/log/hint.js';
import { connectionRecord } from '../support/record.js';

interface Texts {
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly headlines: Readonly<Record<string, string>>;
}

const { TEXTS } = await pageModule<{ readonly TEXTS: Readonly<Record<'en' | 'de', Texts>> }>('texts.js');

const HOSTILE = `<img src=x onerror=alert(1)>${'averylongnamewithoutspaces'.repeat(8)}`;

describe('the status page with prepared data', { skip: missing('chromium') }, () => {
  const stage = new PageStage();
  const { shows } = stage;

  for (const [language, locale] of [
    ['de', 'de-AT'],
    ['en', 'fr-FR'],
  ] as const)
    it(`is in ${language} for ${locale}: each outcome and each state in words`, async () => {
      const { page } = await shows(made.trouble(), { locale });
      assert.equal(await page.locator('html').getAttribute('lang'), language);
      await page.locator('#recent summary').click();
      await page.locator('#failed button').click();
      const rows = await page.locator('#recent tbody tr').allInnerTexts();
      const { outcomes, headlines } = TEXTS[language];
      for (const outcome of OUTCOMES) {
        const own = rows.filter((row) => row.toLowerCase().includes(outcomes[outcome].toLowerCase()));
        assert.equal(own.length, 1, `${outcome}: ${rows.join(' | ')}`);
      }
      const shown = await page.locator('.state h2').allInnerTexts();
      const order = ['listen-failed', 'target-down', 'waiting', 'target-unknown', 'read'];
      assert.deepEqual(
        shown,
        order.map((verdict) => headlines[verdict]),
      );
    });

  it('marks bytes of which only the most is known', async () => {
    const ended = made.endedConnection(3, {
      bytesToTarget: 812,
      bytesToClient: 3000,
      atMost: ['bytesToClient'],
    });
    const { page } = await shows(made.status({ recent: [ended] }), { locale: 'en' });
    const cells = await page.locator('#recent tbody td').allTextContents();
    assert.deepEqual(
      cells.filter((cell) => /(?:B|bytes)$/.test(cell)).map((cell) => cell.replace(/\s/gu, ' ')),
      ['≤ 3 kB', '812 bytes'],
    );
  });

  it('gives each state its own shape', async () => {
    const { page } = await shows(made.trouble());
    const shapes = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.icon-body')].map((each) => each.getAttribute('d'))`,
    );
    assert.equal(new Set(shapes).size, 5);
    assert.match(await page.locator('#stopping').innerText(), /smgw-proxy is stopping/);
    assert.match(
      await page.locator('#names').innerText(),
      /Another device at home has the name smgw\.local \(192\.168\.0\.11, at wlan0\)/,
    );
  });

  it('shows a hint in German if there is one, else in English with its language', async () => {
    const turn = hintFor(
      connectionRecord({ outcome: 'queue-full', holder: { client: '10.0.0.1', turnMs: 5000 } }),
    );
    const hints = ['see --allow and --deny', 'something new', turn ?? ''];
    const recent = hints.map((hint, at) => made.endedConnection(20 - at, { outcome: 'denied', hint }));
    const { page } = await shows(made.status({ recent }), { locale: 'de' });
    const notes = page.locator('#recent td .note:visible');
    assert.deepEqual(await notes.allInnerTexts(), [
      'siehe --allow und --deny',
      'something new',
      `10.0.0.1 ist seit ${durationText(5000)} an der Reihe: siehe --max-queue und --max-target-connections`,
    ]);
    assert.deepEqual(
      [await notes.nth(0).getAttribute('lang'), await notes.nth(1).getAttribute('lang')],
      [null, 'en'],
    );
  });

  it('shows times by the clock of the service, and full dates in the time zone of the browser', async () => {
    const { page } = await shows(made.status());
    assert.match(
      await page.locator('.state').innerText(),
      /is being read\s+last 1 minute ago by homeassistant/,
    );
    const time = page.locator('#live tbody tr').first().locator('td.time .text');
    assert.equal(await time.innerText(), '1 minute ago');
    assert.match(String(await time.getAttribute('title')), /^Sunday,? 1 March 2026 at 20:58:27$/);
  });

  it('shows names from the network as text of any length, also on a phone', async () => {
    const { page, complaints } = await shows(
      made.status({
        forwards: [made.forwardStatus({ name: HOSTILE, lastRead: { client: HOSTILE, at: made.before(9) } })],
        connections: [made.liveConnection(1, { client: HOSTILE, peer: HOSTILE })],
        recent: [made.endedConnection(2, { client: HOSTILE, outcome: 'denied', hint: HOSTILE })],
        clients: [made.clientStatus(HOSTILE)],
      }),
      PHONE,
    );
    assert.equal(await page.locator('img').count(), 1, 'only the sign of the program');
    assert.equal(await page.locator('#live th .text', { hasText: HOSTILE }).innerText(), HOSTILE);
    assert.equal(await page.evaluate(SCROLLS_SIDEWAYS), false);
    assert.deepEqual(complaints, []);
  });

  it('shows the first of many rows, and all on request', async () => {
    const connections = Array.from({ length: 250 }, (_, at) => made.liveConnection(at));
    const totals = { ...made.status().totals, active: 1000, queued: 7 };
    const { page } = await shows(made.status({ connections, totals }));
    const rows = page.locator('#live tbody tr');
    assert.equal(await rows.count(), 15);
    assert.equal(await page.locator('#live-count').innerText(), '1,000, 7 of them waiting');
    const button = page.getByRole('button', { name: 'Show all 250' });
    await button.press('Enter');
    assert.equal(await rows.count(), 250);
    await page.getByRole('button', { name: 'Show fewer' }).press('Enter');
    assert.equal(await rows.count(), 15);
  });

  it('changes only the text of changed values', async () => {
    const seen = await shows(made.status());
    await seen.page.locator('#recent summary').focus();
    await seen.page.evaluate(`
      window.changes = [];
      new MutationObserver((list) => changes.push(...list.map(({ target, type }) => [type, target.className])))
        .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      getSelection().selectAllChildren(document.querySelector('#live th .text'))`);
    await seen.nextAnswer();
    assert.deepEqual(await seen.page.evaluate('changes'), []);
    const [first, ...rest] = made.status().connections;
    assert.ok(first);
    seen.tell(made.status({ connections: [{ ...first, bytesToClient: 999_000 }, ...rest] }));
    await seen.page.locator('#live td', { hasText: '999 kB' }).waitFor();
    const changes = await seen.page.evaluate<[string, string][]>('changes');
    assert.deepEqual(new Set(changes.map(([, name]) => name)), new Set(['text']));
    assert.equal(await seen.page.evaluate('getSelection().toString()'), 'homeassistant');
    assert.equal(await seen.page.evaluate('document.activeElement.tagName'), 'SUMMARY');
    await seen.page.evaluate(`second = document.querySelector('#live tbody tr:nth-child(2)')`);
    seen.tell(made.status({ connections: rest }));
    await seen.page.locator(`#live [title^="${first.client} "]`).waitFor({ state: 'detached' });
    assert.equal(await seen.page.locator('#live tbody tr').count(), 1);
    assert.ok(
      await seen.page.evaluate(`second === document.querySelector('#live tbody tr')`),
      'the same element',
    );
  });

  it('announces changes of state to screen readers, and not every answer', async () => {
    const seen = await shows(made.status());
    const spoken = seen.page.locator('#spoken');
    assert.equal(await spoken.textContent(), 'The meter is being read');
    await seen.page.evaluate(`
      window.said = [];
      new MutationObserver(() => said.push(document.querySelector('#spoken').textContent))
        .observe(document.querySelector('#spoken'), { childList: true, characterData: true, subtree: true })`);
    await seen.nextAnswer();
    seen.tell(made.status({ forwards: [made.forwardStatus({ state: 'waiting', verdict: 'waiting' })] }));
    await seen.page.locator('[data-state=waiting]').waitFor();
    await seen.nextAnswer();
    assert.deepEqual(await seen.page.evaluate('said'), ['Waiting for the network']);
  });

  it('does not poll while it is hidden, and polls at once when it is visible again', async () => {
    const seen = await shows(made.status());
    const turnTo = (state: string) =>
      seen.page.evaluate(`
        Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`);
    await seen.nextAnswer();
    await turnTo('hidden');
    const before = seen.asked();
    await seen.page.clock.runFor(60_000);
    assert.equal(seen.asked(), before);
    const asked = seen.page.waitForRequest('**/status');
    await turnTo('visible');
    await asked;
    assert.equal(await seen.page.locator('#lost').isVisible(), false);
  });

  it('polls less often on request of the server, without reporting lost contact', async () => {
    const seen = await shows(made.status());
    seen.tell(429);
    await seen.page.locator('#slowed').waitFor();
    assert.equal(await seen.page.locator('#lost').isVisible(), false);
    seen.tell(made.status());
    await seen.page.locator('#slowed').waitFor({ state: 'hidden' });
  });

  it('reports lost contact for any other answer, and recovers by itself', async () => {
    const seen = await shows(made.status());
    seen.tell(503);
    await seen.page.locator('#lost').waitFor();
    assert.match(String(await seen.page.locator('#spoken').textContent()), /^No contact/);
    assert.deepEqual(await seen.page.locator('.state h2').allInnerTexts(), ['No contact with smgw-proxy']);
    assert.equal(await seen.page.title(), 'No contact with smgw-proxy – smgw-proxy');
    seen.tell(made.status());
    await seen.page.locator('#lost').waitFor({ state: 'hidden' });
    assert.equal(await seen.page.locator('#spoken').textContent(), 'Contact with smgw-proxy is back');
  });

  it('reloads once when one of its files is missing', async () => {
    const seen = await visit(stage.browser);
    try {
      await seen.page.route('**/chart.js', (route) => route.abort(), { times: 1 });
      await seen.page.goto(`http://${stage.admin}/`);
      await seen.page.locator('#details').waitFor();
    } finally {
      await seen.close();
    }
  });

  it('draws the last hour, with sums and values as text', async () => {
    const { page } = await shows(made.status());
    const label = await page.locator('.chart').getAttribute('aria-label');
    assert.match(
      String(label),
      /^Traffic of the last hour by minutes: 1\.5.MB from the gateway, 96.kB to it; 12 con/,
    );
    assert.equal(await page.locator('.bar-from').count(), 60);
    const heights = await page.evaluate<number[]>(
      `[...document.querySelectorAll('.bar-from')].map((bar) => Number(bar.getAttribute('height')))`,
    );
    assert.equal(heights.filter((height) => height > 0).length, 12);
    assert.match(
      String(await page.locator('.chart-plot title').first().textContent()),
      /60.kB from the gateway, 8.kB/,
    );
    await page.locator('#traffic summary').press('Enter');
    await page.locator('#traffic tbody tr').nth(11).waitFor();
    assert.equal(await page.locator('#traffic tbody tr').count(), 12);
  });

  it('works below a path, and links to the data without JavaScript', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    const proxy = createServer((incoming, outgoing) => {
      const path = incoming.url?.replace(/^\/smgw/, '');
      const options = {
        host: '127.0.0.1',
        port: Number(stage.admin.split(':')[1]),
        path,
        agent,
        headers: { host: stage.admin },
      };
      request(options, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      }).end();
    });
    const url = `http://127.0.0.1:${await listen(proxy)}/smgw/`;
    const [seen, plain] = [
      await visit(stage.browser),
      await visit(stage.browser, { javaScriptEnabled: false }),
    ];
    try {
      await seen.page.goto(url);
      await seen.page.locator('#details').waitFor();
      assert.deepEqual([seen.complaints, seen.requests.filter((each) => !each.startsWith(url))], [[], []]);
      await plain.page.goto(url);
      await plain.page.getByRole('link', { name: '/status' }).first().click();
      assert.match(await plain.page.locator('body').innerText(), /"version":/);
    } finally {
      await Promise.all([seen.close(), plain.close()]);
      agent.destroy();
      proxy.closeAllConnections();
      proxy.close();
      await once(proxy, 'close');
    }
  });
});

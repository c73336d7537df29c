// The status page in a real browser with a prepared /status: headline, order, history, and the entry to copy.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { missing } from '../support/requires.js';
import * as made from '../support/status.js';
import { PageStage } from '../support/told-page.js';

describe('the verdict on the status page', { skip: missing('chromium') }, () => {
  const stage = new PageStage();
  const { shows } = stage;

  it('folds what went well behind what failed', async () => {
    const { page } = await shows(made.unanswered());
    const [failed, well] = [page.locator('#failed tbody tr'), page.locator('#well tbody tr')];
    assert.deepEqual([await failed.count(), await well.first().isVisible()], [3, false]);
    assert.match(
      await failed.first().innerText(),
      /^192\.168\.0\.11\s[^]*The gateway took the request and never answered: often a wrong password\s+the client cut/,
    );
    await page.getByText('20 went well, the last one 6 minutes ago').click();
    assert.match(await well.first().innerText(), /^homeassistant\s/);
    assert.match(
      await page.locator('.state').innerText(),
      /does not answer the log-in\s+192\.168\.0\.11 tried 3 times in a row, last 1 minute ago\s+The gateway took the request and never answered: often a wrong password\.[^]*Check this\s+Enter user name and password/,
    );
  });

  it('tells above all that the configuration has a mistake, where, and how to mend it', async () => {
    const { page } = await shows(made.status({ refusedConfig: made.refusedConfig() }));
    const note = await page.locator('#refused').innerText();
    assert.match(note, /has a mistake[^]*config\.yaml, line 12, listen: expected a port, got "x"/);
    assert.match(
      note,
      /: sudo nano \+12 \/etc\/smgw-proxy\/config\.yaml[^]*: sudo systemctl reload smgw-proxy/,
    );
  });

  it('shows one card while nothing has happened yet but looks of this machine', async () => {
    const own = made.endedConnection(1, { client: '192.168.0.10:5000', ownProbe: true });
    const untouched = made.untouched();
    const totals = { ...untouched.totals, connections: 1 };
    const { page } = await shows({ ...untouched, totals, recent: [own] });
    const titles = await page.locator('main h2').allInnerTexts();
    assert.deepEqual(titles, ['Ready, not read yet', 'Enter in Home Assistant', 'Nothing has happened yet']);
  });

  it('has no look of this machine among the reads', async () => {
    const recent = [1, 2].map((id) => made.endedConnection(id, id === 1 ? { ownProbe: true } : {}));
    const { page } = await shows(made.status({ recent }));
    assert.match(await page.locator('#recent summary').innerText(), /^1 went well/);
  });

  it('shows of many gateways the ones in trouble first, a few more, and counts in the title', async () => {
    const { page } = await shows(made.many());
    const names = page.locator('.forward-name');
    assert.deepEqual(
      await names.allInnerTexts(),
      [37, 31, 1, 2, 3, 4].map((house) => `house-${house}`),
    );
    assert.equal(await page.title(), '2 of 40 gateways need attention – smgw-proxy');
    assert.equal(await page.locator('#summary').innerText(), '2 of 40 gateways need attention');
    await page.getByRole('button', { name: 'Show all 40' }).click();
    assert.equal(await names.count(), 40);
  });

  it('stays short with hundreds of gateways, and finds each by name or address', async () => {
    const seen = await shows(made.many(500));
    const { page } = seen;
    const names = page.locator('.forward-name');
    assert.equal(await page.title(), '2 of 500 gateways need attention – smgw-proxy');
    assert.equal(await names.first().innerText(), 'house-37');
    assert.ok((await page.locator('*').count()) < 1500);
    await page.getByRole('button', { name: 'Show 60 of 500' }).click();
    assert.equal(await names.count(), 60);
    const search = page.getByRole('searchbox', { name: 'Find a gateway' });
    await search.fill('HOUSE-49');
    assert.deepEqual(
      await names.allInnerTexts(),
      [49, 490, 491, 492, 493, 494, 495, 496, 497, 498, 499].map((house) => `house-${house}`),
    );
    await seen.nextAnswer();
    assert.equal(await search.inputValue(), 'HOUSE-49');
    await search.fill('nowhere');
    assert.equal(await page.locator('#forwards').innerText(), 'No gateway has this name or address.');
    await search.fill('');
    assert.equal(await names.count(), 60);
  });

  it('tells for each hour of a day and of a week whether the meter was read', async () => {
    const { page } = await shows(made.status());
    const [day, week] = await Promise.all(
      [0, 1].map((at) => page.locator('.history [role=img]').nth(at).getAttribute('aria-label')),
    );
    assert.match(
      String(day),
      /^The last 24 hours: read: 22.hr?s, not read: 1.hr, gateway not reachable: 1.hr$/,
    );
    assert.match(
      String(week),
      /^The last 7 days \(since the start, 26 Feb 2026, 21:00\): read: 2.days 16.hrs/,
    );
    assert.equal(await page.locator('.hour-unreachable').count(), 1 + 4);
  });

  it('counts of an hour that is not over only what has passed of it', async () => {
    const { page } = await shows(
      made.status({ history: [{ from: made.before(90), read: 1, notRead: 0, unreachable: 0 }] }),
    );
    const label = await page.locator('.history [role=img]').first().getAttribute('aria-label');
    assert.match(String(label), /: read: 1.min/);
  });

  it('leaves out an hour that has just begun and may still be read', async () => {
    const { page } = await shows(
      made.status({ history: [{ from: made.before(60), read: 0, notRead: 1, unreachable: 0 }] }),
    );
    assert.equal(await page.locator('.history').count(), 0);
  });

  it('says what to enter in Home Assistant, the port first that needs no mention', async () => {
    const { page } = await shows(
      made.status({
        forwards: ['a', 'b'].map((name) =>
          made.forwardStatus({ name, addresses: ['8080', '443', 'wlan0:443', '[::1]:81'] }),
        ),
      }),
    );
    assert.match(
      await page.locator('.state').first().innerText(),
      /Enter in Home Assistant\s+address of this machine \(port 443\)\s+wlan0 \(port 443\)\s+address of this machine \(port 8080\)\s+\[::1\] \(port 81\)/,
    );
  });

  it('copies that, also by http', async () => {
    const forward = made.forwardStatus({ addresses: ['192.168.0.10:8080', '192.168.0.10:443'] });
    const seen = await shows(made.status({ forwards: [forward] }));
    const { page } = seen;
    const card = page.locator('#home-assistant');
    assert.match(await card.innerText(), /^Enter in Home Assistant\s+192\.168\.0\.10\s+Copy\s+Port 443/);
    // The clipboard API is missing where a page comes by http from another machine.
    await page.evaluate(`
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
      document.addEventListener('copy', () => { window.copied = String(getSelection()) })`);
    await card.getByRole('button', { name: 'Copy' }).click();
    await card.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.evaluate('copied'), '192.168.0.10');
    assert.equal(await page.locator('#spoken').textContent(), 'Copied');
    seen.tell(made.status({ forwards: [{ ...forward, addresses: ['192.168.0.10:8080'] }] }));
    await card.getByText('192.168.0.10:8080').waitFor();
    assert.match(await card.innerText(), /With port 8080, because port 443 is not open here/);
  });
});

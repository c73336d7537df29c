// The pages of the simulated PPC gateway, read with the parser that the Node-RED client uses, and as clients read them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse, type HTMLElement } from 'node-html-parser';
import { METER_ID, NEXT_METER_ID } from '../../../src/simulator/identity.js';
import { PAGE_SIZE } from '../../../src/simulator/ppc/values.js';
import { NOON } from '../support.js';
import { gatewayAt, loggedInClient, PpcClient } from './support.js';

const MINUTE = 60 * 1000;

/** The `mid` of the choice of meters. */
async function chosenMid(client: PpcClient): Promise<string> {
  const select = parse(await client.post('meterform')).querySelector('#meterform_select_meter');
  return select?.querySelector('option')?.getAttribute('value') ?? '';
}

/** The `mid` that the values are asked for with. */
async function valuesMid(client: PpcClient): Promise<string> {
  const page = await client.post('showMeterValuesForm', { mid: await chosenMid(client) });
  const form = parse(page).querySelector("form[name='input_metervalues']");
  return form?.querySelector("input[name='mid']")?.getAttribute('value') ?? '';
}

function cells(page: HTMLElement, name: string): string[] {
  return page.querySelectorAll(`#table_metervalues_col_${name}`).map(({ text }) => text);
}

describe('The welcome page', () => {
  it('begins with the hidden token and has a form for each menu item', async () => {
    const client = new PpcClient(gatewayAt());
    const page = parse(await client.login());
    assert.equal(page.querySelector('h1#headline_willkommen')?.text, 'Willkommen');
    assert.deepEqual(page.querySelectorAll('input')[0]?.attributes, {
      ...{ type: 'hidden', name: 'tkn', value: client.tkn },
    });
    const form = page.querySelector('#button_menu_zaehler')?.parentNode;
    assert.equal(form?.querySelector("input[name='tkn']")?.getAttribute('value'), client.tkn);
    assert.equal(form.querySelector("input[name='action']")?.getAttribute('value'), 'meterform');
    assert.doesNotMatch(page.toString(), /Fehler/);
  });

  it('has the firmware and the local time in its footers', async () => {
    const page = parse(await new PpcClient(gatewayAt()).login());
    assert.equal(page.querySelector('p#div_fwversion')?.text, '33918-34868');
    assert.equal(
      page.querySelector('p#div_timestamp')?.text,
      '2026-06-17 14:07:30 (Letzte Synchronisation: 2026-06-17 14:00:00)',
    );
  });
});

describe('The choice of meters', () => {
  it('has options without text between them, with a stable text and a mid of the session', async () => {
    const gateway = gatewayAt();
    const client = await loggedInClient(gateway);
    const page = parse(await client.post('meterform'));
    const [option, ...others] = page.querySelector('#meterform_select_meter')?.childNodes ?? [];
    assert.deepEqual(others, []);
    assert.equal(option?.text, `01005e318002.${METER_ID}.sm`);
    assert.ok(page.querySelector('#form_meterform input[name="tkn"]'));
    const mid = await chosenMid(client);
    assert.match(mid, /^[0-9a-f]{32}$/);
    assert.equal(await chosenMid(client), mid);
    await client.post('logout');
    assert.notEqual(await chosenMid(await loggedInClient(gateway)), mid);
  });

  it('shows another meter after a swap', async () => {
    const gateway = gatewayAt({}, NOON + 5 * MINUTE);
    gateway.clock.now += 5 * MINUTE;
    const client = await loggedInClient(gateway);
    assert.match(await client.post('meterform'), new RegExp(`\\.${NEXT_METER_ID}\\.sm`));
    await client.post('logout');
    gateway.clock.now += 5 * MINUTE;
    client.cookie = '';
    await client.login();
    const profile = parse(await client.post('showMeterProfile', { mid: await chosenMid(client) }));
    // New meters have a few kWh, the first one here thousands.
    assert.ok(cells(profile, 'wert').every((value) => Number(value) < 5));
  });
});

describe('The profile of the meter', () => {
  it('has id and interval in the second table, and the newest reading as a pair of rows', async () => {
    const client = await loggedInClient(gatewayAt());
    const page = parse(await client.post('showMeterProfile', { mid: await chosenMid(client) }));
    const meta = page.querySelectorAll('.content > table:nth-of-type(2) > tr > td:nth-of-type(2)');
    assert.deepEqual([meta[0]?.text, meta[6]?.text], [METER_ID, '900']);
    assert.match(page.toString(), /<tr><td width=20%>Z&auml;hler-ID<\/td><td>/);
    const rows = page.querySelectorAll('table#metervalue tr[id^="table_metervalues_line"]');
    assert.deepEqual(
      rows.map(({ id }) => id),
      ['table_metervalues_line1', 'table_metervalues_line2'],
    );
    assert.deepEqual(cells(page, 'timestamp'), ['2026-06-17 14:00:01']);
    assert.deepEqual(cells(page, 'istvalide'), ['1']);
    assert.deepEqual(cells(page, 'einheit'), ['kWh', 'kWh']);
    assert.deepEqual(cells(page, 'obis'), ['1-0:1.8.0', '1-0:2.8.0']);
    for (const value of cells(page, 'wert')) assert.match(value, /^\d+\.\d{4}$/);
  });

  it('is refused for a mid of another session', async () => {
    const client = await loggedInClient(gatewayAt());
    const page = parse(await client.post('showMeterProfile', { mid: '0'.repeat(32) }));
    assert.equal(page.querySelector('#metervalue'), null);
    assert.match(page.text, /Fehler/);
  });
});

describe('The values of the meter', () => {
  const DAY = { from: '2026-06-16 00:00:00', to: '2026-06-17 00:15:00' };

  it('of a day are one page, newest first, with empty cells in each second row', async () => {
    const client = await loggedInClient(gatewayAt());
    const page = parse(await client.post('showMeterValues', { mid: await valuesMid(client), ...DAY }));
    const times = cells(page, 'timestamp');
    assert.equal(times.length, 2 * 97);
    assert.deepEqual(times.slice(0, 3), ['2026-06-17 00:00:01', '', '2026-06-16 23:45:01']);
    assert.equal(times.at(-2), '2026-06-16 00:00:01');
    assert.deepEqual(cells(page, 'istvalide').slice(0, 3), ['1', '', '1']);
    assert.equal(page.querySelector('#table_metervalues_button_nextpage'), null);
    const consumed = cells(page, 'wert')
      .filter((_, index) => index % 2 === 0)
      .map(Number);
    assert.deepEqual(
      consumed.toSorted((a, b) => b - a),
      consumed,
    );
  });

  it('of more time are read page by page with the button', async () => {
    const client = await loggedInClient(gatewayAt());
    const seen: string[] = [];
    const first = { mid: await valuesMid(client), from: '2026-06-15 00:00:00', to: '2026-06-17 23:59:59' };
    let page = parse(await client.post('showMeterValues', first));
    for (;;) {
      seen.push(...cells(page, 'timestamp').filter(Boolean));
      const form = page.querySelector('#table_metervalues_button_nextpage')?.parentNode;
      if (!form) break;
      assert.equal(cells(page, 'wert').length, 2 * PAGE_SIZE);
      const fields = form.querySelectorAll("input[type='hidden']").map(({ attributes }) => attributes);
      const body = Object.fromEntries(fields.map(({ name = '', value = '' }) => [name, value]));
      page = parse(await client.send({ method: 'POST', form: body }));
    }
    // Two days, and the third until 14:00.
    assert.equal(seen.length, 96 + 96 + 57);
    assert.equal(new Set(seen).size, seen.length);
    assert.deepEqual([seen[0], seen.at(-1)], ['2026-06-17 14:00:01', '2026-06-15 00:00:01']);
  });

  it('need the fresh mid of their own form', async () => {
    const client = await loggedInClient(gatewayAt());
    const old = await valuesMid(client);
    assert.notEqual(await valuesMid(client), old);
    for (const mid of [old, await chosenMid(client)])
      assert.doesNotMatch(await client.post('showMeterValues', { mid, ...DAY }), /metervalue'/);
  });

  it('refuse a span that is none', async () => {
    const client = await loggedInClient(gatewayAt());
    const mid = await valuesMid(client);
    for (const from of ['', '2026-02-30 00:00:00', '2026-06-18 00:00:00', '2026-03-29 02:30:00'])
      await assert.rejects(client.post('showMeterValues', { mid, from, to: DAY.to }), { status: 400 });
  });
});

describe('Further pages', () => {
  it('list the software in three columns', async () => {
    const client = await loggedInClient(gatewayAt());
    const [header, ...rows] = parse(await client.post('swversions')).querySelectorAll('tr');
    assert.equal(header?.querySelectorAll('td').length, 0);
    const texts = rows.map((row) => row.querySelectorAll('td').map(({ text }) => text));
    assert.deepEqual(
      texts.map((row) => row.slice(0, 2)),
      [
        ['smgw-bootstream', '33918'],
        ['smgw-services', '34868'],
      ],
    );
    assert.ok(texts.every((row) => row.length === 3));
  });

  it('list the evaluation profiles and show one', async () => {
    const client = await loggedInClient(gatewayAt());
    const select = parse(await client.post('tariffform')).querySelector('#tarifform_select_profile');
    const options = select?.querySelectorAll('option') ?? [];
    assert.equal(select?.childNodes.length, 2);
    assert.deepEqual(
      options.map(({ text }) => text),
      ['Bezug Monat', 'Bezug 15-Minuten'],
    );
    const page = parse(
      await client.post('showTariffProfile', { tid: options[1]?.getAttribute('value') ?? '' }),
    );
    const rows = page.querySelectorAll('tr').map((row) => row.querySelectorAll('td').map(({ text }) => text));
    assert.ok(rows.some(([label, value]) => label === 'TAF-Typ' && value === 'TAF-7'));
    assert.match(await client.post('showTariffProfile', { tid: 'x' }), /unbekannt/);
  });

  it('show a tariff register and the communication profile', async () => {
    const client = await loggedInClient(gatewayAt());
    const option = parse(await client.post('showTarification')).querySelector('option');
    const ttid = option?.getAttribute('value') ?? '';
    assert.match(await client.post('showTarificationRegister', { ttid }), /<td>\d+\.\d{4}<\/td>/);
    assert.match(await client.post('showTarificationRegister'), /unbekannt/);
    assert.match(await client.post('commprofile'), /HAN/);
    assert.match(await client.post('nonsense'), /unbekannt/);
  });
});

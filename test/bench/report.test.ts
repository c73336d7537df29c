// The pages that the benchmark writes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chart } from '../../bench/report/chart.js';
import { compare } from '../../bench/report/compare.js';
import { markdown } from '../../bench/report/markdown.js';
import { table } from '../../bench/report/table.js';
import { digits, writeValue } from '../../bench/report/units.js';
import { NOT_ASKED_FOR } from '../../bench/results.js';
import { madeUpResults, withFigure } from './results.js';

/** The cells of the first row that begins so. */
function row(page: string, beginning: string): string[] {
  const line = page.split('\n').find((each) => each.startsWith(`| ${beginning}`)) ?? '';
  return line
    .split('|')
    .map((cell) => cell.trim())
    .slice(1, -1);
}

describe('values', () => {
  it('have about three digits and no exponent', () => {
    assert.deepEqual([0.123, 12.34, 123.4, 1234567, -2].map(digits), [
      '0.12',
      '12.3',
      '123',
      '1,234,567',
      '-2.00',
    ]);
  });
  it('are written in units that people read', () => {
    assert.equal(writeValue(1.5e9, 'bytes/s'), '1,500 MB/s');
    assert.equal(writeValue(12 * 1024, 'bytes'), '12.0 KiB');
    assert.equal(writeValue(3 * 2 ** 20, 'bytes'), '3.00 MiB');
  });
});

it('aligns a table', () => {
  const lines = ['| a   |   b |', '| --- | --: |', '| ccc |  10 |'];
  assert.equal(
    table([
      ['a', 'b'],
      ['ccc', '10'],
    ]),
    lines.join('\n'),
  );
});

describe('the Markdown page', () => {
  const page = markdown(madeUpResults());
  it('names the machine, and shows goals and ratios before its values', () => {
    assert.match(page, /Raspberry Pi 5 Model B Rev 1\.0 \(Cortex-A76\), 4 processors, arm64, 8 GiB/);
    const places = ['## Goals', '## smgw-proxy in proportion', '## Values of this machine'].map((title) =>
      page.indexOf(title),
    );
    assert.ok(places.every((place, index) => place > (places[index - 1] ?? 0)));
  });
  it('says of a goal what was measured, and whether it is reached', () => {
    assert.deepEqual(row(page, 'bulk to client '), [
      'bulk to client',
      '≥ 1.3 × better of HAProxy and nginx stream',
      '2.00 ×',
      'yes',
    ]);
    assert.deepEqual(row(page, 'bulk to client, CPU ').slice(-2), ['2.00 ×', '**no**']);
  });
  it('marks where smgw-proxy is better', () => {
    assert.deepEqual(row(page, 'bulk to client ↑').slice(1, 4), ['**2.00**', '**2.00**', '**2.00**']);
    assert.deepEqual(row(page, 'bulk to client, CPU ↓').slice(1, 4), ['', '2.00', '2.00']);
  });
  it('puts CPU time before rates', () => {
    assert.match(page, /bulk to target, CPU ↓[^]*CPU per new connection ↓[^]*bulk to client ↑/);
  });
  it('says which program made which load', () => {
    assert.match(page, /- Load by wrk 4\.1\.0: new connections\n- Load by Node\.js 20\.20\.2: HTTPS polls\n/);
  });
  it('is silent on work that was not asked for', () => {
    const left = { metric: 'polls.cpu', median: null, reason: NOT_ASKED_FOR } as const;
    let results = madeUpResults();
    for (const subject of ['smgw-proxy', 'pipe', 'haproxy'] as const)
      results = withFigure(results, { ...left, subject });
    assert.doesNotMatch(markdown({ ...results, ratios: [] }), /CPU per HTTPS poll|not asked/);
  });
  it('says what was left out, and why', () => {
    const reason = 'a process each';
    const left = { metric: 'new.rate', subject: 'pipe', median: null, reason } as const;
    const other = markdown(withFigure(madeUpResults(), left));
    assert.match(
      other,
      /- nginx stream: not installed\n- plain pipe\(\): a process each \(new connections\)/,
    );
  });
});

describe('a comparison', () => {
  it('shows what has changed, ratios first', () => {
    const page = compare(madeUpResults(20), madeUpResults(15));
    assert.match(page, /On the same machine/);
    assert.deepEqual(row(page, 'new connections, to HAProxy').slice(1), ['2.00', '1.50', '-25 %']);
    assert.deepEqual(row(page, 'new connections ').slice(1), ['20.0/s', '15.0/s', '-25 %']);
  });
  it('warns of other makers of load', () => {
    const now = madeUpResults();
    assert.doesNotMatch(compare(now, now), /same programs/);
    assert.match(compare({ ...now, load: [] }, now), /not made by the same programs/);
  });
  it('warns of another machine', () => {
    const old = madeUpResults();
    const other = { ...old, machine: { ...old.machine, processors: 2 } };
    assert.match(compare(other, old), /That was another machine: .* 2 processors/);
  });
});

it('draws a picture that is opaque and names all forwarders', async () => {
  const svg = await chart(madeUpResults());
  assert.match(svg, /^<svg [^>]*><rect [^>]*fill="#ffffff"/);
  for (const name of ['smgw-proxy', 'plain pipe()', 'HAProxy', 'bulk to client, CPU'])
    assert.ok(svg.includes(name));
});

// The reference pages name everything that there is and nothing else: outcomes, events, fields, metrics, statuses.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Metrics } from '../../src/admin/metrics.js';
import { Statistics } from '../../src/admin/status/statistics.js';
import { RESULTS, TROUBLE } from '../../src/check/causes.js';
import { CHECK_TEXTS } from '../../src/cli/check/texts.js';
import { OPERATOR_LETTER } from '../../src/cli/discover/operator-letter.js';
import { DISCOVER_TEXTS } from '../../src/cli/discover/texts.js';
import { OUTCOMES } from '../../src/forward/outcome.js';
import { connectionLogRecord } from '../../src/log/connection-log.js';
import { firstCells, readPage, ROOT, rowsOf, section } from '../support/pages.js';
import { connectionRecord } from '../support/record.js';

const MONITORING = readPage('docs/monitoring.md');
const COMMANDS = readPage('docs/commands.md');

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe('docs/monitoring.md', () => {
  it('has each outcome', () => {
    assert.deepEqual(sorted(rowsOf(section(MONITORING, '### Outcomes'))), sorted(OUTCOMES));
  });

  it('has each event', () => {
    const sources = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(ROOT, 'src', file), 'utf8'));
    const events = sources.flatMap((text) => [...text.matchAll(/\bevent: '([a-z-]+)'/g)]);
    const names = events.map(([, name = '']) => name).filter((name) => name !== 'connection');
    assert.deepEqual(sorted(rowsOf(section(MONITORING, '### Events'))), sorted(names));
  });

  it('has each field of a connection', () => {
    const holder = { client: '192.168.0.6', turnMs: 1 };
    const record = connectionRecord({
      peer: '192.168.0.5:1',
      outcome: 'target-tls-failed',
      code: 'C',
      holder,
    });
    const fields = Object.keys(connectionLogRecord(record).fields).filter((name) => name !== 'event');
    assert.deepEqual(sorted(rowsOf(section(MONITORING, '### Fields of a connection'))), sorted(fields));
  });

  it('has each metric', async () => {
    const views = () => ({ current: [], retired: [] });
    const service = () => ({ configuredAt: 0, isConfigRefused: false, droppedLines: 0 });
    const source = { views, service, name: () => undefined };
    const text = await new Metrics('1', source, new Statistics(views)).text();
    const names = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
    const own = names.flatMap((name) => /^smgw_proxy_(.*)$/.exec(name)?.[1] ?? []);
    assert.deepEqual(
      sorted(rowsOf(section(MONITORING, '## Prometheus, Grafana and Home Assistant'))),
      sorted(own),
    );
    for (const [name = ''] of MONITORING.matchAll(/\bprocess_\w+\b/g)) assert.ok(names.includes(name), name);
  });

  it('has each top-level field of /status', () => {
    const schema = JSON.parse(readPage('docs/status.schema.json')) as { properties: object };
    assert.deepEqual(
      sorted(rowsOf(section(MONITORING, '## Status as JSON'))),
      sorted(Object.keys(schema.properties)),
    );
  });
});

describe('docs/commands.md', () => {
  const check = section(COMMANDS, '## check');

  it('has each exit status of check', () => {
    const cells = firstCells(check);
    for (const status of [0, 1, ...Object.values(TROUBLE)])
      assert.ok(cells.includes(String(status)), String(status));
  });

  it('names the steps as check and discover do', () => {
    const named = Array.from(COMMANDS.matchAll(/^[✓✗!-] [a-z]+ +(.+?):/gmu), ([, step = '']) => step);
    const steps = [CHECK_TEXTS, DISCOVER_TEXTS].flatMap(({ en }) => Object.values<string>(en.steps));
    assert.ok(named.length > 20);
    assert.deepEqual(
      named.filter((step) => !steps.includes(step)),
      [],
    );
  });

  it('has each class of trouble and each result of check', () => {
    for (const word of [...Object.keys(TROUBLE), ...Object.values(RESULTS)])
      assert.ok(check.includes(`\`${word}\``), word);
  });
});

describe('README.md', () => {
  it('is a front door', () => {
    const lines = readPage('README.md').split('\n').length - 1;
    assert.ok(lines <= 200, `${lines} lines`);
  });
});

describe('README.de.md', () => {
  const text = readPage('README.de.md');

  it('has each exit status of check', () => {
    const cells = firstCells(text);
    for (const status of [0, 1, ...Object.values(TROUBLE)])
      assert.ok(cells.includes(String(status)), String(status));
  });

  it('tells of each cause that check finds wrong, and of no other', () => {
    const named = [...text.matchAll(/\| `([a-z]+(?:-[a-z]+)+)` *\|$/gm)].map(([, cause = '']) => cause);
    const wrong = Object.entries(RESULTS).filter(([, result]) => result === 'failed' || result === 'warning');
    assert.deepEqual(named.sort(), wrong.map(([cause]) => cause).sort());
  });

  it('names the steps as check does', () => {
    const named = Array.from(text.matchAll(/^\| \*\*(.+?)\*\*/gm), ([, step = '']) => step);
    const steps = Object.values<string>(CHECK_TEXTS.de.steps);
    assert.ok(named.length > 10);
    assert.deepEqual(
      named.filter((step) => !steps.includes(step)),
      [],
    );
  });

  it('has the letter that discover prints', () => {
    assert.ok(text.includes(OPERATOR_LETTER));
  });
});

describe('docs/architecture.md', () => {
  const page = readPage('docs/architecture.md');

  it('names only files that exist', () => {
    const named = [...page.matchAll(/(?:src|test|bench|scripts)\/[\w./-]+\.\w+/g)].map(([file]) => file);
    assert.ok(named.length > 30);
    const there = new Set(
      ['src', 'test', 'bench', 'scripts'].flatMap((folder) =>
        readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
          path.join(folder, file),
        ),
      ),
    );
    assert.deepEqual(
      named.filter((file) => !there.has(file)),
      [],
    );
  });

  it('has each room, in the order of the lint rule', () => {
    const [, floors = ''] = /FLOORS = \[\n([^]*?)\n\];/.exec(readPage('.dependency-cruiser.mjs')) ?? [];
    const rooms = Array.from(floors.matchAll(/'([\w-]+\/)'/g), ([, room = '']) => `src/${room}`);
    assert.ok(rooms.length > 10);
    const rows = rowsOf(section(page, '## Rooms')).filter((cell) => cell.endsWith('/'));
    assert.deepEqual(rows, rooms);
  });
});

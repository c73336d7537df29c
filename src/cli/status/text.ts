// The status of a service as text for people: forwards first, then live and ended connections, then clients.
import { styleText } from 'node:util';
import type {
  ClientStatus,
  EndedConnectionStatus,
  ForwardStatus,
  LiveConnectionStatus,
  RefusedConfigStatus,
  Status,
} from '../../admin/status/schema.js';
import { durationText } from '../../config/duration.js';
import type { ByteCounts } from '../../forward/view.js';
import {
  byUrgency,
  deviceNames,
  forwardVerdict,
  isWell,
  lastTry,
  nameVerdicts,
  refusedVerdict,
  restVerdict,
  serviceVerdict,
  targetWords,
  type SentenceMark,
  type MarkedSentence,
  gatewayWords,
} from './verdict.js';
import type { StatusTexts } from './texts.en.js';
import { ago, size, wordsFor } from './words.js';
import { hang } from '../terminal/fold.js';
import { table, type Column } from '../terminal/table.js';

/** The terminal or file that the text is written for. */
export interface Sheet {
  /** Columns. */
  readonly width: number;
  readonly colour: boolean;
}

const MOST_LIVE = 10;
const MOST_ENDED = 5;
const MOST_CLIENTS = 10;
const LABEL_WIDTH = 13;

/** With more forwards than these, healthy ones are only counted, and so are those that need attention beyond these. */
const MOST_FORWARDS = 10;

/**
 * The text has no line break at its end. Every time is by the clock of the service.
 *
 * @param showsAll each forward, however many there are
 */
export function statusText(status: Status, sheet: Sheet, texts: StatusTexts, showsAll = false): string {
  const { now, totals, connections, recent, clients, mdns } = status;
  const names = mdns ? nameVerdicts(mdns, now, texts) : [];
  const several = status.forwards.length > 1;
  const blocks = [
    verdictLines(serviceVerdict(status, texts), sheet),
    status.refusedConfig ? refusedLines(status.refusedConfig, now, sheet, texts) : [],
    ...forwardBlocks(status, sheet, texts, showsAll),
    names.flatMap((verdict) => verdictLines(verdict, sheet)),
    section(`${texts.live}: ${totals.active}`, liveColumns(several, texts), connections, {
      most: MOST_LIVE,
      all: totals.active,
      sheet,
      texts,
    }),
    section(texts.recent, endedColumns(now, several, texts), recent, {
      most: MOST_ENDED,
      all: MOST_ENDED,
      sheet,
      texts,
    }),
    section(`${texts.clients}: ${clients.length}`, clientColumns(now, texts), clients, {
      most: MOST_CLIENTS,
      all: clients.length,
      sheet,
      texts,
    }),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function refusedLines(refused: RefusedConfigStatus, now: string, sheet: Sheet, texts: StatusTexts): string[] {
  const { problems, mend } = refused;
  const remedy = mend === null ? [] : [`→ ${mend}`, `→ ${texts.then}`];
  return [
    ...verdictLines(refusedVerdict(refused, now, texts), sheet),
    ...[...problems.map((each) => each[texts.language]), ...remedy].flatMap((line) =>
      hang('  ', line, sheet.width),
    ),
  ];
}

function forwardBlocks(status: Status, sheet: Sheet, texts: StatusTexts, showsAll: boolean): string[][] {
  const { forwards } = status;
  const isFolded = !showsAll && forwards.length > MOST_FORWARDS;
  const troubled = byUrgency(forwards.filter((forward) => !isWell(forward)));
  const shown = isFolded ? troubled.slice(0, MOST_FORWARDS) : forwards;
  const rest = isFolded ? forwards.filter((forward) => !shown.includes(forward)) : [];
  const blocks = shown.map((forward) => forwardLines(forward, status, sheet, texts));
  return rest.length === 0 ? blocks : [...blocks, verdictLines(restVerdict(rest, texts), sheet)];
}

type Format = Parameters<typeof styleText>[0];

function painted(format: Format, text: string, { colour }: Sheet): string {
  return colour ? styleText(format, text, { validateStream: false }) : text;
}

const MARK_COLOURS: Readonly<Record<SentenceMark, Format>> = { '✓': 'green', '✗': 'red', '!': 'yellow' };

/** A verdict with its mark in front, as coloured as the sheet. */
export function verdictLines({ mark, words }: MarkedSentence, sheet: Sheet): string[] {
  const lines = hang('  ', words, sheet.width);
  const sign = painted(MARK_COLOURS[mark], mark, sheet);
  return lines.map((line, index) => (index === 0 ? `${sign} ${line.slice(2)}` : line));
}

function forwardLines(forward: ForwardStatus, status: Status, sheet: Sheet, texts: StatusTexts): string[] {
  const facts = forwardFacts(forward, status, texts).flatMap(([label, text]) => {
    const [first = '', ...rest] = hang(`  ${label.padEnd(LABEL_WIDTH)}`, text, sheet.width);
    const end = 2 + LABEL_WIDTH;
    return [painted('dim', first.slice(0, end), sheet) + first.slice(end), ...rest];
  });
  return [...verdictLines(forwardVerdict(forward, status, texts), sheet), ...facts];
}

function forwardFacts(
  forward: ForwardStatus,
  status: Status,
  texts: StatusTexts,
): readonly (readonly [string, string])[] {
  const { verdict, target, totals, lastRead } = forward;
  const [{ now }, device] = [status, deviceNames(status)];
  const untold = !['target-down', 'certificate-changed', 'target-unknown'].includes(verdict);
  const toldReading = verdict === 'read' || verdict === 'not-read';
  const read =
    lastRead === null ? texts.notSinceStart : texts.by(ago(lastRead.at, now, texts), device(lastRead.client));
  const tried = lastTry(target, now, texts);
  const live = texts.counts(totals.connections, totals.active);
  const { labels } = texts;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [
      labels.gateway,
      untold ? `${gatewayWords(target, texts)} ${targetWords(target, now, texts)}` : undefined,
    ],
    [labels.tried, tried],
    [labels.read, toldReading ? undefined : read],
    [labels.listens, listening(forward, texts)],
    [labels.connections, totals.queued === 0 ? live : `${live} ${texts.queued(totals.queued)}`],
    [labels.ended, totals.connections === 0 ? undefined : outcomes(totals.outcomes)],
    [labels.delivered, texts.bytes(size(totals.bytesToTarget, texts), size(totals.bytesToClient, texts))],
  ];
  return facts.flatMap(([label, text]) => (text === undefined ? [] : [[label, text] as const]));
}

function listening({ state, addresses }: ForwardStatus, texts: StatusTexts): string {
  // A port alone is written for all addresses.
  const place = (address: string): string => (/^\d+$/.test(address) ? texts.everyAddress(address) : address);
  if (addresses.length > 0) return addresses.map(place).join(', ');
  if (state === 'target-unknown') return texts.opensLater;
  return state === 'target-down' ? texts.closed : texts.nothingYet;
}

/** The most frequent first. */
function outcomes(counts: Status['totals']['outcomes']): string {
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return sorted.map(([outcome, count]) => `${count} ${outcome}`).join(', ');
}

/** Nothing for no rows, but for the title. */
function section<Row>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  {
    most,
    all,
    sheet,
    texts,
  }: {
    readonly most: number;
    readonly all: number;
    readonly sheet: Sheet;
    readonly texts: StatusTexts;
  },
): string[] {
  const heading = painted('bold', title, sheet);
  if (rows.length === 0) return title.endsWith(': 0') ? [heading] : [];
  const [titles = '', ...lines] = table(columns, rows.slice(0, most), sheet.width);
  const more = all > most ? [`  ${texts.more(all - most)}`] : [];
  return [heading, painted('dim', titles, sheet), ...lines, ...more];
}

type Row = LiveConnectionStatus | EndedConnectionStatus | ClientStatus;
type ConnectionRow = LiveConnectionStatus | EndedConnectionStatus;

const clientColumn = ({ columns }: StatusTexts): Column<ConnectionRow> => ({
  title: columns.client,
  cell: ({ client }) => client,
});
const forwardColumn = ({ columns }: StatusTexts): Column<ConnectionRow> => ({
  title: columns.forward,
  optional: true,
  cell: ({ forward }) => forward,
});
const byteColumns = (texts: StatusTexts): readonly Column<Row>[] => [
  {
    title: texts.columns.toClient,
    align: 'right',
    optional: true,
    cell: (row) => bytes(row, 'bytesToClient', texts),
  },
  {
    title: texts.columns.toTarget,
    align: 'right',
    optional: true,
    cell: (row) => bytes(row, 'bytesToTarget', texts),
  },
];

function bytes(row: Row, count: keyof ByteCounts, texts: StatusTexts): string {
  const isBound = 'atMost' in row && row.atMost?.includes(count);
  return (isBound ? '≤ ' : '') + size(row[count], texts);
}

const liveColumns = (several: boolean, texts: StatusTexts): readonly Column<LiveConnectionStatus>[] => [
  clientColumn(texts),
  ...(several ? [forwardColumn(texts)] : []),
  {
    title: texts.columns.for,
    align: 'right',
    cell: ({ durationMs }) => durationText(durationMs, texts.point),
  },
  { title: texts.columns.state, cell: ({ state }) => wordsFor(texts.states, state) },
  ...byteColumns(texts),
];

const endedColumns = (
  now: string,
  several: boolean,
  texts: StatusTexts,
): readonly Column<EndedConnectionStatus>[] => [
  { title: texts.columns.when, align: 'right', cell: ({ endedAt }) => ago(endedAt, now, texts) },
  clientColumn(texts),
  ...(several ? [forwardColumn(texts)] : []),
  {
    title: texts.columns.lasted,
    align: 'right',
    optional: true,
    cell: ({ durationMs }) => durationText(durationMs, texts.point),
  },
  ...byteColumns(texts),
  {
    title: texts.columns.why,
    wraps: true,
    cell: ({ outcome, hint }) =>
      wordsFor(texts.outcomes, outcome) + (hint === undefined ? '' : ` - ${texts.hint(hint)}`),
  },
];

const clientColumns = (now: string, texts: StatusTexts): readonly Column<ClientStatus>[] => [
  {
    title: texts.columns.client,
    cell: ({ address, name }) => (name === null ? address : `${name} (${address})`),
  },
  { title: texts.columns.seen, align: 'right', cell: ({ lastSeen }) => ago(lastSeen, now, texts) },
  { title: texts.columns.polls, align: 'right', cell: ({ pollsPerHour }) => String(pollsPerHour) },
  {
    title: texts.columns.connections,
    align: 'right',
    optional: true,
    cell: ({ connections }) => String(connections),
  },
  { title: texts.columns.live, align: 'right', optional: true, cell: ({ active }) => String(active) },
  ...byteColumns(texts),
];

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
import type { ByteCounts, LiveState } from '../../forward/view.js';
import { SENTENCES } from '../../log/connection-log.js';
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
import { ago, size, wordsFor } from './words.js';
import { hang, table, type Column } from '../terminal/table.js';

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
export function statusText(status: Status, sheet: Sheet, showsAll = false): string {
  const { now, totals, connections, recent, clients, mdns } = status;
  const names = mdns ? nameVerdicts(mdns, now) : [];
  const several = status.forwards.length > 1;
  const blocks = [
    verdictLines(serviceVerdict(status), sheet),
    status.refusedConfig ? refusedLines(status.refusedConfig, now, sheet) : [],
    ...forwardBlocks(status, sheet, showsAll),
    names.flatMap((verdict) => verdictLines(verdict, sheet)),
    section(`Live connections: ${totals.active}`, liveColumns(several), connections, {
      most: MOST_LIVE,
      all: totals.active,
      sheet,
    }),
    section('Ended last', endedColumns(now, several), recent, { most: MOST_ENDED, all: MOST_ENDED, sheet }),
    section(`Clients: ${clients.length}`, clientColumns(now), clients, {
      most: MOST_CLIENTS,
      all: clients.length,
      sheet,
    }),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function refusedLines(refused: RefusedConfigStatus, now: string, sheet: Sheet): string[] {
  const { problems, mend } = refused;
  const remedy = mend === null ? [] : [`→ ${mend}`, '→ Then: sudo systemctl reload smgw-proxy'];
  return [
    ...verdictLines(refusedVerdict(refused, now), sheet),
    ...[...problems.map(({ en }) => en), ...remedy].flatMap((line) => hang('  ', line, sheet.width)),
  ];
}

function forwardBlocks(status: Status, sheet: Sheet, showsAll: boolean): string[][] {
  const { forwards } = status;
  const isFolded = !showsAll && forwards.length > MOST_FORWARDS;
  const troubled = byUrgency(forwards.filter((forward) => !isWell(forward)));
  const shown = isFolded ? troubled.slice(0, MOST_FORWARDS) : forwards;
  const rest = isFolded ? forwards.filter((forward) => !shown.includes(forward)) : [];
  const blocks = shown.map((forward) => forwardLines(forward, status, sheet));
  return rest.length === 0 ? blocks : [...blocks, verdictLines(restVerdict(rest), sheet)];
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

function forwardLines(forward: ForwardStatus, status: Status, sheet: Sheet): string[] {
  const facts = forwardFacts(forward, status).flatMap(([label, text]) => {
    const [first = '', ...rest] = hang(`  ${label.padEnd(LABEL_WIDTH)}`, text, sheet.width);
    const end = 2 + LABEL_WIDTH;
    return [painted('dim', first.slice(0, end), sheet) + first.slice(end), ...rest];
  });
  return [...verdictLines(forwardVerdict(forward, status), sheet), ...facts];
}

function forwardFacts(forward: ForwardStatus, status: Status): readonly (readonly [string, string])[] {
  const { verdict, target, totals, lastRead } = forward;
  const [{ now }, device] = [status, deviceNames(status)];
  const untold = !['target-down', 'certificate-changed', 'target-unknown'].includes(verdict);
  const toldReading = verdict === 'read' || verdict === 'not-read';
  const read =
    lastRead === null ? 'not since the start' : `${ago(lastRead.at, now)} by ${device(lastRead.client)}`;
  const tried = lastTry(target, now);
  const live = `${totals.connections} ended, ${totals.active} live`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['gateway', untold ? `${gatewayWords(target)} ${targetWords(target, now)}` : undefined],
    ['last try', tried],
    ['last read', toldReading ? undefined : read],
    ['listens on', listening(forward)],
    ['connections', totals.queued === 0 ? live : `${live} (${totals.queued} waiting for their turn)`],
    ['ended as', totals.connections === 0 ? undefined : outcomes(totals.outcomes)],
    ['delivered', `${size(totals.bytesToTarget)} to target, ${size(totals.bytesToClient)} to client`],
  ];
  return facts.flatMap(([label, text]) => (text === undefined ? [] : [[label, text] as const]));
}

function listening({ state, addresses }: ForwardStatus): string {
  if (addresses.length > 0) return addresses.map(place).join(', ');
  if (state === 'target-unknown') return 'nothing: its ports open as soon as the gateway answers';
  return state === 'target-down' ? 'nothing: its ports are closed until the gateway is back' : 'nothing yet';
}

/** A port alone is written for all addresses. */
const place = (address: string): string => (/^\d+$/.test(address) ? `${address}, on every address` : address);

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
  { most, all, sheet }: { readonly most: number; readonly all: number; readonly sheet: Sheet },
): string[] {
  const heading = painted('bold', title, sheet);
  if (rows.length === 0) return title.endsWith(': 0') ? [heading] : [];
  const [titles = '', ...lines] = table(columns, rows.slice(0, most), sheet.width);
  const more = all > most ? [`  and ${all - most} more`] : [];
  return [heading, painted('dim', titles, sheet), ...lines, ...more];
}

type Row = LiveConnectionStatus | EndedConnectionStatus | ClientStatus;
type ConnectionRow = LiveConnectionStatus | EndedConnectionStatus;

const CLIENT: Column<ConnectionRow> = { title: 'client', cell: ({ client }) => client };
const FORWARD: Column<ConnectionRow> = { title: 'forward', optional: true, cell: ({ forward }) => forward };
const BYTES: readonly Column<Row>[] = [
  { title: 'to client', align: 'right', optional: true, cell: (row) => bytes(row, 'bytesToClient') },
  { title: 'to target', align: 'right', optional: true, cell: (row) => bytes(row, 'bytesToTarget') },
];

function bytes(row: Row, count: keyof ByteCounts): string {
  const isBound = 'atMost' in row && row.atMost?.includes(count);
  return (isBound ? '≤ ' : '') + size(row[count]);
}

const LIVE_WORDS: Readonly<Record<LiveState, string>> = {
  entering: 'nothing sent yet',
  waiting: 'waits for its turn',
  connecting: 'connecting',
  open: 'open',
  'half-closed': 'one side has finished',
};

const liveColumns = (several: boolean): readonly Column<LiveConnectionStatus>[] => [
  CLIENT,
  ...(several ? [FORWARD] : []),
  { title: 'for', align: 'right', cell: ({ durationMs }) => durationText(durationMs) },
  { title: 'state', cell: ({ state }) => wordsFor(LIVE_WORDS, state) },
  ...BYTES,
];

const endedColumns = (now: string, several: boolean): readonly Column<EndedConnectionStatus>[] => [
  { title: 'when', align: 'right', cell: ({ endedAt }) => ago(endedAt, now) },
  CLIENT,
  ...(several ? [FORWARD] : []),
  { title: 'lasted', align: 'right', optional: true, cell: ({ durationMs }) => durationText(durationMs) },
  ...BYTES,
  {
    title: 'why it ended',
    wraps: true,
    cell: ({ outcome, hint }) => wordsFor(SENTENCES, outcome) + (hint === undefined ? '' : ` - ${hint}`),
  },
];

const clientColumns = (now: string): readonly Column<ClientStatus>[] => [
  { title: 'client', cell: ({ address, name }) => (name === null ? address : `${name} (${address})`) },
  { title: 'last seen', align: 'right', cell: ({ lastSeen }) => ago(lastSeen, now) },
  { title: 'polls/hour', align: 'right', cell: ({ pollsPerHour }) => String(pollsPerHour) },
  { title: 'connections', align: 'right', optional: true, cell: ({ connections }) => String(connections) },
  { title: 'live', align: 'right', optional: true, cell: ({ active }) => String(active) },
  ...BYTES,
];

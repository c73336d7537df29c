// The tables of live connections, of those that have ended, and of the devices behind them.
/** @import { ClientStatus, EndedConnectionStatus, LiveConnectionStatus } from '../status/schema.js' */
/** @import { Children } from './dom.js' */
/** @import { View } from './view.js' */
/** @import { Cell, Column } from './table.js' */
import { deviceOf, shortName } from './devices.js';
import { h } from './dom.js';
import { toneOf } from './forward-state.js';
import { table } from './table.js';
import { capitalised } from './texts.js';
import { when } from './view.js';

/** @param {{ readonly id: number }} connection */
const keyOf = ({ id }) => id;

/**
 * @param {View} view
 * @param {readonly LiveConnectionStatus[]} connections
 * @param {boolean} hasSeveral whether there are several forwards, and it has to be said which
 */
export function liveTable(view, connections, hasSeveral) {
  const { live, states } = view.texts;
  /** @type {readonly Column<LiveConnectionStatus>[]} */
  const columns = [
    clientColumn(view, hasSeveral),
    { label: live.since, kind: 'time', cell: ({ since }) => timeCell(view, since) },
    ...byteColumns(view),
    { label: live.state, kind: 'words', cell: ({ state }) => ({ text: capitalised(states[state]) }) },
  ];
  return table(view, { ...live, keyOf, columns }, connections);
}

/**
 * Failures and cut connections; below them, folded, the others.
 *
 * @param {View} view
 * @param {readonly EndedConnectionStatus[]} connections
 * @param {boolean} hasSeveral as above
 * @returns {Children}
 */
export function recentOf(view, connections, hasSeveral) {
  const { recent } = view.texts;
  /** @param {EndedConnectionStatus} connection */
  const isWell = ({ outcome, visit }) => visit !== 'unanswered' && toneOf(outcome) === 'good';
  const [well, failed] = [connections.filter(isWell), connections.filter((each) => !isWell(each))];
  const columns = endedColumns(view, hasSeveral);
  const newest = well[0] === undefined ? '' : when(view, well[0].endedAt).ago;
  return [
    h(
      'div',
      { key: 'failed', id: 'failed' },
      table(view, { ...recent, ...recent.failures, keyOf, columns }, failed),
    ),
    h('details', { key: 'well', id: 'well', hidden: well.length === 0 }, [
      h('summary', {}, recent.successes.summary(view.format.count(well.length), newest)),
      ...table(view, { ...recent, ...recent.successes, keyOf, columns }, well),
    ]),
  ];
}

/**
 * @param {View} view
 * @param {boolean} hasSeveral as above
 * @returns {readonly Column<EndedConnectionStatus>[]}
 */
function endedColumns(view, hasSeveral) {
  const { recent } = view.texts;
  return [
    clientColumn(view, hasSeveral),
    { label: recent.ended, kind: 'time', cell: ({ endedAt }) => timeCell(view, endedAt) },
    { label: recent.outcome, kind: 'words', cell: (connection) => outcomeCell(view, connection) },
    numberColumn(recent.duration, ({ durationMs }) => view.format.duration(durationMs)),
    ...byteColumns(view),
  ];
}

/** @param {View} view @param {readonly ClientStatus[]} rows */
export function clientsTable(view, rows) {
  const { texts, format } = view;
  const { clients, live } = texts;
  /** @type {readonly Column<ClientStatus>[]} */
  const columns = [
    {
      label: live.client,
      cell: ({ address, name, active }) => {
        const notes = [name === null ? [] : address, active > 0 ? clients.active(format.count(active)) : []];
        return {
          text: shortName({ address, name }),
          title: name ?? undefined,
          note: notes.flat().length > 0 ? notes.flat().join(', ') : undefined,
        };
      },
    },
    { label: clients.seen, kind: 'time', cell: ({ lastSeen }) => timeCell(view, lastSeen) },
    numberColumn(clients.polls, ({ pollsPerHour }) => format.count(pollsPerHour)),
    numberColumn(clients.connections, ({ connections }) => format.count(connections)),
    ...byteColumns(view),
  ];
  return table(view, { ...clients, keyOf: ({ address }) => address, columns }, rows);
}

/**
 * @param {View} view
 * @param {boolean} hasSeveral
 * @returns {Column<LiveConnectionStatus | EndedConnectionStatus>}
 */
function clientColumn(view, hasSeveral) {
  const { texts } = view;
  return {
    label: texts.live.client,
    cell: ({ client, peer, forward, local }) => {
      const notes = [
        peer === undefined ? [] : texts.peer(deviceOf(view, peer)),
        hasSeveral ? texts.via(forward) : [],
      ].flat();
      return {
        text: deviceOf(view, client),
        title: `${client} → ${local}`,
        note: notes.length > 0 ? notes.join(', ') : undefined,
      };
    },
  };
}

/**
 * @template T
 * @param {string} label
 * @param {(item: T) => string} textOf
 * @returns {Column<T>}
 */
export function numberColumn(label, textOf) {
  return { label, kind: 'number', cell: (item) => ({ text: textOf(item) }) };
}

/**
 * @param {View} view
 * @returns {readonly Column<Pick<ClientStatus, 'bytesToClient' | 'bytesToTarget'> & Pick<EndedConnectionStatus, 'atMost'>>[]}
 */
export function byteColumns({ texts, format }) {
  /** @param {number} bytes @param {boolean | undefined} isBound */
  const cell = (bytes, isBound) => {
    const sign = isBound ? '≤ ' : '';
    return { text: sign + format.bytes(bytes), title: `${sign}${format.count(bytes)} B` };
  };
  const { fromGateway, toGateway } = texts.live;
  return [
    {
      label: fromGateway,
      kind: 'number',
      cell: ({ bytesToClient, atMost }) => cell(bytesToClient, atMost?.includes('bytesToClient')),
    },
    {
      label: toGateway,
      kind: 'number',
      cell: ({ bytesToTarget, atMost }) => cell(bytesToTarget, atMost?.includes('bytesToTarget')),
    },
  ];
}

/** @param {View} view @param {string} time @returns {Cell} */
function timeCell(view, time) {
  const { ago, title } = when(view, time);
  return { text: ago, title };
}

/** @param {View} view @param {EndedConnectionStatus} connection @returns {Cell} */
function outcomeCell({ texts }, { outcome, hint, visit }) {
  const words = texts.outcomes[outcome];
  // A hint the page has no word for is better told in English than not at all.
  const note = hint && texts.hint(hint);
  const lang = note === hint ? 'en' : undefined;
  // The end of the connection is not what went wrong here.
  if (visit === 'unanswered' && note)
    return { text: capitalised(note), tone: 'failed', title: outcome, note: words };
  const tone = toneOf(outcome);
  const text = tone === 'failed' ? `${texts.recent.failed}: ${words}` : capitalised(words);
  return { text, tone, title: outcome, note, lang };
}

// The tables of live connections, of those that have ended, and of the clients behind them.
/** @import { ClientStatus, EndedConnectionStatus, LiveConnectionStatus } from '../status/schema.js' */
/** @import { View } from './view.js' */
/** @import { Cell, Column } from './table.js' */
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
  const { live } = view.texts;
  /** @type {readonly Column<LiveConnectionStatus>[]} */
  const columns = [
    clientColumn(view, hasSeveral),
    { label: live.since, kind: 'time', cell: ({ since }) => timeCell(view, since) },
    ...byteColumns(view),
    { label: live.state, kind: 'words', cell: ({ state }) => ({ text: capitalised(live.states[state]) }) },
  ];
  return table(view, { ...live, keyOf, columns }, connections);
}

/**
 * @param {View} view
 * @param {readonly EndedConnectionStatus[]} connections
 * @param {boolean} hasSeveral as above
 */
export function recentTable(view, connections, hasSeveral) {
  const { recent } = view.texts;
  /** @type {readonly Column<EndedConnectionStatus>[]} */
  const columns = [
    clientColumn(view, hasSeveral),
    { label: recent.ended, kind: 'time', cell: ({ endedAt }) => timeCell(view, endedAt) },
    { label: recent.outcome, kind: 'words', cell: (connection) => outcomeCell(view, connection) },
    numberColumn(recent.duration, ({ durationMs }) => view.format.duration(durationMs)),
    ...byteColumns(view),
  ];
  return table(view, { ...recent, keyOf, columns }, connections);
}

/** @param {View} view @param {readonly ClientStatus[]} rows */
export function clientsTable(view, rows) {
  const { texts, format } = view;
  const { clients, live } = texts;
  /** @type {readonly Column<ClientStatus>[]} */
  const columns = [
    {
      label: live.client,
      cell: ({ address, active }) => ({
        text: address,
        note: active > 0 ? clients.active(format.count(active)) : undefined,
      }),
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
function clientColumn({ texts }, hasSeveral) {
  return {
    label: texts.live.client,
    cell: ({ client, peer, forward, local }) => {
      const notes = [peer === undefined ? [] : texts.peer(peer), hasSeveral ? texts.via(forward) : []].flat();
      return { text: client, title: `→ ${local}`, note: notes.length > 0 ? notes.join(', ') : undefined };
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
 * @returns {readonly Column<Pick<ClientStatus, 'bytesToClient' | 'bytesToTarget'>>[]}
 */
export function byteColumns({ texts, format }) {
  /** @param {number} bytes */
  const cell = (bytes) => ({ text: format.bytes(bytes), title: `${format.count(bytes)} B` });
  const { fromGateway, toGateway } = texts.live;
  return [
    { label: fromGateway, kind: 'number', cell: ({ bytesToClient }) => cell(bytesToClient) },
    { label: toGateway, kind: 'number', cell: ({ bytesToTarget }) => cell(bytesToTarget) },
  ];
}

/** @param {View} view @param {string} time @returns {Cell} */
function timeCell(view, time) {
  const { ago, title } = when(view, time);
  return { text: ago, title };
}

/**
 * A hint that names the holder of the turn stands in the table with words in place of the address and the time.
 *
 * @param {Readonly<Record<string, string>>} hints @param {string} hint
 */
function translated(hints, hint) {
  const [, holder = '', time = ''] = /^(\S+) has had the turn for ([^:]+):/.exec(hint) ?? [];
  const known = holder === '' ? hint : hint.replace(holder, 'HOLDER').replace(time, 'TIME');
  return hints[known]?.replace('HOLDER', holder).replace('TIME', time);
}

/** @param {View} view @param {EndedConnectionStatus} connection @returns {Cell} */
function outcomeCell({ texts }, { outcome, hint }) {
  const tone = toneOf(outcome);
  const words = texts.outcomes[outcome];
  const text = tone === 'failed' ? `${texts.recent.failed}: ${words}` : capitalised(words);
  // A hint the page has no word for is better told in English than not at all.
  const note = hint && (translated(texts.hints, hint) ?? hint);
  return { text, tone, title: outcome, note, lang: note === hint ? 'en' : undefined };
}

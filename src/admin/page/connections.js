// The live connections, and those that have ended.
/** @import { EndedConnectionStatus, LiveConnectionStatus } from '../status/schema.js' */
/** @import { View } from './view.js' */
/** @import { Cell, Column } from './table.js' */
import { toneOf } from './forward-state.js';
import { Table } from './table.js';
import { capitalised } from './texts.js';
import { when } from './view.js';

/** @typedef {LiveConnectionStatus | EndedConnectionStatus} Connection */

/** @param {{ readonly id: number }} connection */
const keyOf = ({ id }) => String(id);

/**
 * @param {View} view
 * @param {Element} parent
 * @param {() => boolean} hasSeveral whether there are several forwards, and it has to be said which
 * @returns {Table<LiveConnectionStatus>}
 */
export function liveTable(view, parent, hasSeveral) {
  const { live } = view.texts;
  /** @type {readonly Column<LiveConnectionStatus>[]} */
  const columns = [
    clientColumn(view, hasSeveral),
    { label: live.since, kind: 'time', cell: ({ since }) => timeCell(view, since) },
    ...byteColumns(view),
    { label: live.state, kind: 'words', cell: ({ state }) => ({ text: capitalised(live.states[state]) }) },
  ];
  return new Table(view, parent, {
    caption: live.caption,
    none: live.none,
    keyOf,
    columns,
  });
}

/**
 * @param {View} view
 * @param {Element} parent
 * @param {() => boolean} hasSeveral
 * @returns {Table<EndedConnectionStatus>}
 */
export function recentTable(view, parent, hasSeveral) {
  const { recent } = view.texts;
  /** @type {readonly Column<EndedConnectionStatus>[]} */
  const columns = [
    clientColumn(view, hasSeveral),
    { label: recent.ended, kind: 'time', cell: ({ endedAt }) => timeCell(view, endedAt) },
    { label: recent.outcome, kind: 'words', cell: (connection) => outcomeCell(view, connection) },
    {
      label: recent.duration,
      kind: 'number',
      cell: ({ durationMs }) => ({ text: view.format.duration(durationMs) }),
    },
    ...byteColumns(view),
  ];
  return new Table(view, parent, {
    caption: recent.caption,
    none: recent.none,
    keyOf,
    columns,
  });
}

/**
 * @param {View} view
 * @param {() => boolean} hasSeveral
 * @returns {Column<Connection>}
 */
function clientColumn({ texts }, hasSeveral) {
  return {
    label: texts.live.client,
    cell: ({ client, peer, forward, local }) => {
      const notes = [
        ...(peer === undefined ? [] : [texts.peer(peer)]),
        ...(hasSeveral() ? [texts.via(forward)] : []),
      ];
      return { text: client, title: `→ ${local}`, ...(notes.length > 0 && { note: notes.join(', ') }) };
    },
  };
}

/**
 * @param {View} view
 * @returns {readonly Column<Connection>[]}
 */
function byteColumns({ texts, format }) {
  /** @param {number} bytes */
  const bytesCell = (bytes) => ({ text: format.bytes(bytes), title: `${format.count(bytes)} B` });
  return [
    {
      label: texts.live.fromGateway,
      kind: 'number',
      cell: ({ bytesToClient }) => bytesCell(bytesToClient),
    },
    { label: texts.live.toGateway, kind: 'number', cell: ({ bytesToTarget }) => bytesCell(bytesToTarget) },
  ];
}

/**
 * @param {View} view
 * @param {string} time
 * @returns {Cell}
 */
export function timeCell(view, time) {
  const { ago, title } = when(view, time);
  return { text: ago, title };
}

/**
 * @param {View} view
 * @param {EndedConnectionStatus} connection
 * @returns {Cell}
 */
function outcomeCell({ texts }, { outcome, hint }) {
  const tone = toneOf(outcome);
  const words = capitalised(texts.outcomes[outcome]);
  const text = tone === 'failed' ? `${texts.recent.failed}: ${texts.outcomes[outcome]}` : words;
  if (hint === undefined) return { text, tone, title: outcome };
  const translated = texts.hints[hint];
  // A hint the page has no word for is better told in English than not at all.
  const note = translated === undefined ? { note: hint, lang: 'en' } : { note: translated };
  return { text, tone, title: outcome, ...note };
}

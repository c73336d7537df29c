// Who reads the gateway, and how often.
/** @import { ClientStatus } from '../status/schema.js' */
/** @import { View } from './view.js' */
import { timeCell } from './connections.js';
import { Table } from './table.js';

/**
 * @param {View} view
 * @param {Element} parent
 * @returns {Table<ClientStatus>}
 */
export function clientsTable(view, parent) {
  const { texts, format } = view;
  const { clients, live } = texts;
  return new Table(view, parent, {
    caption: clients.caption,
    none: clients.none,
    keyOf: ({ address }) => address,
    columns: [
      {
        label: live.client,
        cell: ({ address, active }) => ({
          text: address,
          ...(active > 0 && { note: clients.active(format.count(active)) }),
        }),
      },
      { label: clients.seen, kind: 'time', cell: ({ lastSeen }) => timeCell(view, lastSeen) },
      {
        label: clients.polls,
        kind: 'number',
        cell: ({ pollsPerHour }) => ({ text: format.count(pollsPerHour) }),
      },
      {
        label: clients.connections,
        kind: 'number',
        cell: ({ connections }) => ({ text: format.count(connections) }),
      },
      {
        label: live.fromGateway,
        kind: 'number',
        cell: ({ bytesToClient }) => ({ text: format.bytes(bytesToClient) }),
      },
      {
        label: live.toGateway,
        kind: 'number',
        cell: ({ bytesToTarget }) => ({ text: format.bytes(bytesToTarget) }),
      },
    ],
  });
}

// The values of the chart for those who cannot point at it: a table that is there when it is opened.
/** @import { TrafficMinute } from '../status/schema.js' */
/** @import { View } from './view.js' */
import { html, setHidden } from './dom.js';
import { Table } from './table.js';
import { when } from './view.js';

export class Minutes {
  /** @type {readonly TrafficMinute[]} */
  #traffic = [];

  /**
   * @param {View} view
   * @param {Element} parent
   */
  constructor(view, parent) {
    const { traffic } = view.texts;
    const { format } = view;
    this.details = html('details', {}, html('summary', {}, traffic.table));
    /** @type {Table<TrafficMinute>} */
    this.table = new Table(view, this.details, {
      caption: traffic.title,
      none: traffic.none,
      keyOf: ({ from }) => when(view, from).time,
      columns: [
        { label: traffic.time, cell: ({ from }) => ({ text: when(view, from).time }) },
        {
          label: traffic.fromGateway,
          kind: 'number',
          cell: ({ bytesToClient }) => ({ text: format.bytes(bytesToClient) }),
        },
        {
          label: traffic.toGateway,
          kind: 'number',
          cell: ({ bytesToTarget }) => ({ text: format.bytes(bytesToTarget) }),
        },
        {
          label: traffic.connections,
          kind: 'number',
          cell: ({ connections }) => ({ text: format.count(connections) }),
        },
      ],
    });
    this.details.addEventListener('toggle', () => {
      this.#draw();
    });
    parent.append(this.details);
  }

  /** Minutes in which nothing happened say nothing. @param {readonly TrafficMinute[]} traffic */
  show(traffic) {
    this.#traffic = traffic.filter(
      ({ bytesToClient, bytesToTarget, connections }) => bytesToClient + bytesToTarget + connections > 0,
    );
    setHidden(this.details, this.#traffic.length === 0);
    this.#draw();
  }

  /** The newest first. */
  #draw() {
    if (!this.details.open) return;
    this.table.show(this.#traffic.toReversed());
  }
}

// The values of the chart for those who cannot point at it: a table that is there when it is opened.
/** @import { TrafficMinute } from '../status/format.js' */
/** @import { View } from './view.js' */
import { html } from './dom.js';
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
      keyOf: ({ from }) => from,
      columns: [
        { label: traffic.time, cell: ({ from }) => ({ text: when(view, from).time }) },
        {
          label: traffic.fromGateway,
          isNumber: true,
          cell: ({ bytesToClient }) => ({ text: format.bytes(bytesToClient) }),
        },
        {
          label: traffic.toGateway,
          isNumber: true,
          cell: ({ bytesToTarget }) => ({ text: format.bytes(bytesToTarget) }),
        },
        {
          label: traffic.connections,
          isNumber: true,
          cell: ({ connections }) => ({ text: format.count(connections) }),
        },
      ],
    });
    this.details.addEventListener('toggle', () => {
      this.#draw();
    });
    parent.append(this.details);
  }

  /** @param {readonly TrafficMinute[]} traffic */
  show(traffic) {
    this.#traffic = traffic;
    this.#draw();
  }

  /** The newest first; minutes in which nothing happened say nothing. */
  #draw() {
    if (!this.details.open) return;
    const busy = this.#traffic.filter(
      ({ bytesToClient, bytesToTarget, connections }) => bytesToClient + bytesToTarget + connections > 0,
    );
    this.table.show(busy.reverse());
  }
}

// Tells what the forwards report: in the log, in the totals, and in a line on how things are.
import type { ForwardConfig } from '../config/config.js';
import type { ForwardsEvents } from '../forward/forwards.js';
import type { ConnectionRecord } from '../forward/record.js';
import type { ForwardView } from '../forward/view.js';
import type { MdnsEvents } from '../mdns/mdns.js';
import { ConnectionBudget } from '../log/connection-budget.js';
import { EventBudget } from '../log/event-budget.js';
import type { Log, LogRecord } from '../log/log.js';
import { Wave } from '../log/wave.js';
import { addressesUnreadable, interfaceNames } from '../machine/interfaces.js';
import { DuplicateAddresses } from './duplicates.js';
import * as mdnsRecords from './mdns-log.js';
import * as records from './service-log.js';
import * as lines from './status-line.js';

export class Reporter implements ForwardsEvents, MdnsEvents {
  readonly totals: records.Totals = { connections: 0, withoutBytes: 0 };
  readonly duplicates = new DuplicateAddresses((...which) => {
    this.writeWithinBudget(records.duplicateAddress(...which));
  });
  private readonly connections = new ConnectionBudget(
    (record) => {
      this.write(record);
    },
    (level) => this.log.isEnabled(level),
  );
  private readonly wave = new Wave((record) => {
    this.write(record);
  });
  private readonly events = new EventBudget((record) => {
    this.wave.add(record);
  });

  private readonly told = new WeakSet<ForwardConfig>();
  /** By the logs before. */
  private droppedBefore = 0;

  /** @param status gets a line whenever the state of the forwards has changed */
  constructor(
    private log: Log,
    private readonly status: (line: lines.StatusLine) => void,
  ) {}

  write(record: LogRecord): void {
    this.log.write(record);
  }

  /** Writes the record of an event that may come again and again. */
  writeWithinBudget(record: LogRecord): void {
    this.events.add(record);
  }

  /** Opens the log file anew. */
  reopenLog(): void {
    this.log.reopen();
  }

  /** How many lines the log has dropped since the start. */
  get droppedLines(): number {
    return this.droppedBefore + this.log.dropped();
  }

  /** Writes to another log from now on; the one before is closed. */
  async writeTo(log: Log): Promise<void> {
    const before = this.log;
    this.log = log;
    await before.close();
    this.droppedBefore += before.dropped();
  }

  /** Writes what has only been counted so far, and waits for the log. */
  async close(): Promise<void> {
    this.connections.close();
    this.events.close();
    this.wave.end();
    this.write(records.stopped(this.totals));
    await this.log.close();
  }

  readonly ended = (record: ConnectionRecord): void => {
    this.totals.connections += 1;
    if (record.bytesToTarget + record.bytesToClient === 0) this.totals.withoutBytes += 1;
    this.connections.add(record);
  };

  /** Says once of a forward where it listens. */
  readonly inForce = ({ config, addresses }: ForwardView): void => {
    if (this.told.has(config)) return;
    this.told.add(config);
    // Without addresses it has been told already that they are waited for, or that the target is.
    if (addresses.length > 0) this.write(records.listening(config, addresses));
    if (config.sendProxy !== 'off') this.write(records.sendsProxyHeader(config));
  };

  private readonly waitingAmong = this.change(records.waiting, lines.waiting);
  readonly acceptFailed = this.line(records.acceptFailed);
  readonly listening = this.change(records.listening, lines.listening);
  readonly waiting = (forward: ForwardConfig, name: string): void => {
    this.waitingAmong(forward, name, { names: interfaceNames(), unreadable: addressesUnreadable() });
  };
  readonly listenFailed = this.change(records.listenFailed, lines.listenFailed);
  readonly targetDown = this.change(records.targetDown, lines.targetDown);
  readonly targetUp = this.change(records.targetUp, lines.targetUp);
  readonly certificateOutdated = this.line(records.certificateOutdated);

  readonly mdnsAnnounced = this.line(mdnsRecords.announced);
  readonly mdnsConflict = this.line(mdnsRecords.conflict);
  readonly mdnsFailed = this.line(mdnsRecords.failed);
  readonly mdnsWaiting = this.line((name: string) => mdnsRecords.waiting(name, addressesUnreadable()));
  readonly mdnsLooked = (): void => {
    this.duplicates.look();
  };

  /** The callback for an event that is a line in the log. */
  private line<A extends unknown[]>(recordOf: (...event: A) => LogRecord) {
    return (...event: A): void => {
      this.writeWithinBudget(recordOf(...event));
    };
  }

  /** As line(), for an event that changes the state of the forwards. */
  private change<A extends unknown[]>(
    recordOf: (...event: A) => LogRecord,
    lineOf: (...event: A) => lines.StatusLine,
  ) {
    return this.line((...event: A) => {
      this.status(lineOf(...event));
      return recordOf(...event);
    });
  }
}

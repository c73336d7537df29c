// Tells what the forwards report: in the log, in the totals, and in a line on how things are.
import type { ForwardConfig } from '../config/config.js';
import type { ForwardsEvents } from '../forward/forwards.js';
import type { ConnectionRecord } from '../forward/record.js';
import type { MdnsEvents } from '../mdns/mdns.js';
import { connectionLogRecord } from '../log/connection-log.js';
import type { Log, LogRecord } from '../log/log.js';
import { RefusalLog, REFUSALS } from '../log/refusal-log.js';
import { interfaceNames } from '../machine/interfaces.js';
import { DuplicateAddresses } from './duplicates.js';
import * as records from './service-log.js';

export class Reporter implements ForwardsEvents, MdnsEvents {
  readonly totals: records.Totals = { connections: 0, withoutBytes: 0 };
  readonly duplicates = new DuplicateAddresses((...which) => {
    this.write(records.duplicateAddress(...which));
  });
  private readonly refusals = new RefusalLog((record) => {
    this.write(record);
  });

  /** @param status gets a line whenever the state of the forwards has changed */
  constructor(
    private log: Log,
    private readonly status: (text: string) => void,
  ) {}

  write(record: LogRecord): void {
    this.log.write(record);
  }

  /** Writes to another log from now on; the one before is closed. */
  async writeTo(log: Log): Promise<void> {
    const before = this.log;
    this.log = log;
    await before.close();
  }

  /** Writes what has only been counted so far, and waits for the log. */
  async close(): Promise<void> {
    this.refusals.close();
    this.write(records.stopped(this.totals));
    await this.log.close();
  }

  readonly ended = (record: ConnectionRecord): void => {
    this.totals.connections += 1;
    if (record.bytesToTarget + record.bytesToClient === 0) this.totals.withoutBytes += 1;
    if (REFUSALS.has(record.outcome)) this.refusals.add(record);
    else this.write(connectionLogRecord(record));
  };

  readonly acceptFailed = this.line(records.acceptFailed);
  readonly listening = this.change(records.listening);
  readonly waiting = this.change((forward: ForwardConfig, name: string) =>
    records.waiting(forward, name, interfaceNames()),
  );
  readonly listenFailed = this.change(records.listenFailed);
  readonly targetDown = this.change(records.targetDown);
  readonly targetUp = this.change(records.targetUp);

  readonly mdnsAnnounced = this.line(records.mdnsAnnounced);
  readonly mdnsConflict = this.line(records.mdnsConflict);
  readonly mdnsFailed = this.line(records.mdnsFailed);
  readonly mdnsWaiting = this.line(records.mdnsWaiting);
  readonly mdnsLooked = (): void => {
    this.duplicates.look();
  };

  /** The callback for an event that is a line in the log. */
  private line<A extends unknown[]>(recordOf: (...event: A) => LogRecord) {
    return (...event: A): void => {
      this.write(recordOf(...event));
    };
  }

  /** As line(), for an event that changes the state of the forwards. */
  private change<A extends unknown[]>(recordOf: (...event: A) => LogRecord) {
    return this.line((...event: A) => {
      const record = recordOf(...event);
      this.status(record.message);
      return record;
    });
  }
}

// Tells what the forwards report: in the log, in the totals, and in a line on how things are.
import type { Endpoint, ForwardConfig, ListenAddress } from '../config/config.js';
import type { ForwardsEvents } from '../forward/forwards.js';
import type { ListenError } from '../forward/listen/listener.js';
import type { ConnectionRecord } from '../forward/record.js';
import type { Outage } from '../forward/target/reachability.js';
import type { MdnsEvents } from '../mdns/mdns.js';
import { connectionLogRecord } from '../log/connection-log.js';
import type { Log, LogRecord } from '../log/log.js';
import { isRefusal, RefusalLog } from '../log/refusal-log.js';
import * as records from './service-log.js';

/** Whom it tells besides the log, and asks. */
export interface ReporterOthers {
  readonly ended: (record: ConnectionRecord) => void;
  /** Gets a line whenever the state of the forwards has changed. */
  readonly status: (text: string) => void;
  /** Those that have an address now. */
  readonly interfaceNames: () => readonly string[];
}

export class Reporter implements ForwardsEvents, MdnsEvents {
  readonly totals: records.Totals = { connections: 0, withoutBytes: 0 };
  private readonly refusals = new RefusalLog((record) => {
    this.write(record);
  });

  constructor(
    private log: Log,
    private readonly others: ReporterOthers,
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
    this.others.ended(record);
    this.totals.connections += 1;
    if (record.bytesToTarget + record.bytesToClient === 0) this.totals.withoutBytes += 1;
    if (isRefusal(record.outcome)) this.refusals.add(record);
    else this.write(connectionLogRecord(record));
  };

  readonly acceptFailed = (forward: ForwardConfig, code: string): void => {
    this.write(records.acceptFailed(forward, code));
  };

  readonly listening = (forward: ForwardConfig, addresses: readonly ListenAddress[]): void => {
    this.tell(records.listening(forward, addresses));
  };

  readonly waiting = (forward: ForwardConfig, interfaceName: string): void => {
    this.tell(records.waiting(forward, interfaceName, this.others.interfaceNames()));
  };

  readonly listenFailed = (forward: ForwardConfig, error: ListenError): void => {
    this.tell(records.listenFailed(forward, error));
  };

  readonly targetDown = (target: Endpoint, outage: Outage): void => {
    this.tell(records.targetDown(target, outage));
  };

  readonly targetUp = (target: Endpoint): void => {
    this.tell(records.targetUp(target));
  };

  readonly mdnsAnnounced: MdnsEvents['mdnsAnnounced'] = (...told) => {
    this.write(records.mdnsAnnounced(...told));
  };

  readonly mdnsConflict: MdnsEvents['mdnsConflict'] = (...told) => {
    this.write(records.mdnsConflict(...told));
  };

  readonly mdnsFailed: MdnsEvents['mdnsFailed'] = (...told) => {
    this.write(records.mdnsFailed(...told));
  };

  readonly mdnsWaiting: MdnsEvents['mdnsWaiting'] = (name) => {
    this.write(records.mdnsWaiting(name));
  };

  private tell(record: LogRecord): void {
    this.write(record);
    this.others.status(record.message);
  }
}

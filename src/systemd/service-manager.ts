// Notifies the service manager (systemd) of the service's state, and that it is alive: sd_notify(3).
import { variable, type Environment } from '../config/environment.js';
import { systemdNotify } from './systemd-notify.js';
import { watchdogInterval } from './watchdog.js';

/** The longest wait of close() for pending messages, in ms, so that a stop cannot hang. */
const CLOSE_LIMIT_MS = 2000;

/** Time for the log, and for the name at home, beside that for connections, in ms. */
const STOP_MARGIN_MS = 5000;

/** The assignments of one datagram. */
type Message = readonly string[];

/** The environment, and the callback for errors. */
export interface ServiceManagerOptions {
  /** Without NOTIFY_SOCKET no call has an effect. */
  readonly environment: Environment;
  /** Called once with the reason if the service manager cannot be reached; the service goes on. */
  readonly failed: (reason: string) => void;
}

/** Sends messages in order, one at a time. No call throws or waits. */
export class ServiceManager {
  private readonly isHeard: boolean;
  private readonly closing = new AbortController();
  private waiting: readonly Message[] = [];
  private delivering: Promise<void> | undefined;
  private watchdog: NodeJS.Timeout | undefined;
  private hasFailed = false;

  constructor(private readonly options: ServiceManagerOptions) {
    this.isHeard = variable(options.environment, 'NOTIFY_SOCKET') !== undefined;
  }

  /**
   * All ports are open, after the start or a reload. The first call starts the watchdog messages, because the service
   * manager expects them from then on (systemd.service(5), WatchdogSec=).
   */
  ready(status: string): void {
    this.say('READY=1', statusAssignment(status));
    const interval = watchdogInterval(this.options.environment, process.pid);
    if (!this.isHeard || interval === undefined) return;
    this.watchdog ??= setInterval(this.onAlive, interval).unref();
  }

  /** A reload begins; ready() must follow, also if the configuration is refused. */
  reloading(): void {
    // The time must be later than that of the reload request (systemd.service(5), Type=notify-reload).
    this.say('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`);
  }

  /** Sets the line that `systemctl status` shows. */
  status(text: string): void {
    this.say(statusAssignment(text));
  }

  /**
   * A stop begins. Watchdog messages go on until close(), while connections drain.
   *
   * @param longestMs how long it may take; TimeoutStopSec= is only ever extended by that
   */
  stopping(longestMs: number): void {
    this.say('STOPPING=1', `EXTEND_TIMEOUT_USEC=${(longestMs + STOP_MARGIN_MS) * 1000}`);
  }

  /** The last call. Resolves when all messages are delivered, or after 2 s. */
  async close(): Promise<void> {
    clearInterval(this.watchdog);
    if (this.delivering === undefined) return;
    const timer = setTimeout(this.onCloseLimit, CLOSE_LIMIT_MS);
    await this.delivering;
    clearTimeout(timer);
  }

  private say(...message: Message): void {
    if (!this.isHeard) return;
    this.waiting = [...this.waiting.filter((earlier) => !isOvertaken(earlier, message)), message];
    this.delivering ??= this.deliver();
  }

  /** One systemd-notify at a time, because parallel ones could overtake each other. */
  private async deliver(): Promise<void> {
    for (;;) {
      const [message, ...rest] = this.waiting;
      if (message === undefined) break;
      this.waiting = rest;
      const reason = await systemdNotify(message, this.options.environment, this.closing.signal);
      if (reason !== undefined) this.fail(reason);
    }
    this.delivering = undefined;
  }

  private fail(reason: string): void {
    if (!this.hasFailed) this.options.failed(reason);
    this.hasFailed = true;
  }

  private readonly onAlive = (): void => {
    this.say('WATCHDOG=1');
  };

  private readonly onCloseLimit = (): void => {
    this.waiting = [];
    this.closing.abort();
  };
}

/** UTF-16 units kept of a status: systemd ignores messages over 4096 bytes, and a unit has at most 3 bytes. */
const LONGEST_STATUS = 1000;

/** A line break would begin another assignment, see STATUS= in sd_notify(3). */
function statusAssignment(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return `STATUS=${line.slice(0, LONGEST_STATUS)}`;
}

/** Whether a newer message makes a waiting STATUS= or WATCHDOG= message redundant. */
function isOvertaken([first = '']: Message, newer: Message): boolean {
  const name = /^(?:STATUS|WATCHDOG)=/.exec(first)?.[0];
  return name !== undefined && newer.some((assignment) => assignment.startsWith(name));
}

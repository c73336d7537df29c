// Tells the service manager (systemd) how the service is, and that it is alive: sd_notify(3).
import { variable, type Environment } from '../config/environment.js';
import { systemdNotify } from './systemd-notify.js';
import { watchdogInterval } from './watchdog.js';

/** How long close() waits for what has been said to be delivered, in ms: a stop must not hang on the good-byes. */
const CLOSE_LIMIT_MS = 2000;

/** The assignments of one datagram. */
type Message = readonly string[];

export interface ServiceManagerOptions {
  /** Without NOTIFY_SOCKET nobody listens, and no call does anything. */
  readonly environment: Environment;
  /** Told once why the service manager could not be reached; the service itself goes on. */
  readonly failed: (reason: string) => void;
}

/** No call throws or waits. What is said arrives in its order, one message after the other. */
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
   * Everything listens: after the start, or after a reload. From the first time on the service manager hears that
   * the event loop still turns, because that is when it begins to expect it (systemd.service(5), WatchdogSec=); an
   * earlier sign of life would set its clock going while TimeoutStartSec= is still the one that counts.
   */
  ready(status: string): void {
    this.say('READY=1', statusAssignment(status));
    const interval = watchdogInterval(this.options.environment, process.pid);
    if (!this.isHeard || interval === undefined) return;
    this.watchdog ??= setInterval(this.onAlive, interval).unref();
  }

  /** The configuration is being read again; ready() must follow, also when it is refused. */
  reloading(): void {
    // With the time, which must be later than that of the request (systemd.service(5), Type=notify-reload).
    this.say('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`);
  }

  /** What `systemctl status` shows. */
  status(text: string): void {
    this.say(statusAssignment(text));
  }

  /** The stop has begun. The signs of life go on until close(): the connections have their time to finish. */
  stopping(): void {
    this.say('STOPPING=1');
  }

  /** The last call. Resolves when everything has been delivered, or after 2 s. */
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

  /** One program at a time: two at once could change places. */
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

/** Longer texts are cut: systemd ignores messages of more than 4096 bytes, and a character has at most 3 per unit. */
const LONGEST_STATUS = 1000;

/** One line, see STATUS= in sd_notify(3): a line end would begin another assignment. */
function statusAssignment(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return `STATUS=${line.slice(0, LONGEST_STATUS)}`;
}

/** Whether a message that only tells what a newer one tells as well need not be sent any more. */
function isOvertaken([first = '']: Message, newer: Message): boolean {
  const name = /^(?:STATUS|WATCHDOG)=/.exec(first)?.[0];
  return name !== undefined && newer.some((assignment) => assignment.startsWith(name));
}

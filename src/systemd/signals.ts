// The signals for a stop (SIGTERM, SIGINT) and for a reload (SIGHUP), and those that mean nothing here.
import { isatty } from 'node:tty';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const USER_SIGNALS = ['SIGUSR1', 'SIGUSR2'] as const;
const STANDARD_DESCRIPTORS = [0, 1, 2];

/** Queues the stop signals from its construction until `close()`. */
export class StopSignals {
  private readonly heard: NodeJS.Signals[] = [];
  private waiting: ((signal: NodeJS.Signals) => void) | undefined;

  constructor() {
    for (const signal of STOP_SIGNALS) process.on(signal, this.hear);
  }

  /** Resolves with the next signal, queued or to come. For one caller at a time. */
  next(): Promise<NodeJS.Signals> {
    const signal = this.heard.shift();
    return signal !== undefined
      ? Promise.resolve(signal)
      : new Promise((resolve) => (this.waiting = resolve));
  }

  close(): void {
    for (const signal of STOP_SIGNALS) process.off(signal, this.hear);
  }

  /** Queues a signal, or resolves the waiting call of next(). */
  readonly hear = (signal: NodeJS.Signals): void => {
    if (this.waiting === undefined) this.heard.push(signal);
    else this.waiting(signal);
    this.waiting = undefined;
  };
}

/**
 * Calls `reload` at each SIGHUP, until the returned function is called. When the terminal of the start is gone, the
 * first SIGHUP is a stop signal instead. Further ones are ignored, because kernel and shell may both send one.
 */
export function onReloadSignal(reload: () => void, stopSignals: StopSignals): () => void {
  const terminals = STANDARD_DESCRIPTORS.filter(isatty);
  // The kernel hangs up the terminal's descriptors before it sends SIGHUP. A service or nohup(1) has none.
  const isHungUp = (): boolean => terminals.length > 0 && !terminals.some(isatty);
  let isStopping = false;
  const onHangup = (signal: NodeJS.Signals): void => {
    if (!isHungUp()) reload();
    else if (!isStopping) {
      isStopping = true;
      stopSignals.hear(signal);
    }
  };
  process.on('SIGHUP', onHangup);
  return () => {
    process.off('SIGHUP', onHangup);
  };
}

/**
 * Calls `came` at SIGUSR1 and SIGUSR2, until the returned function is called. People send them after a log was rotated.
 * By itself Node.js opens a debugger to every local user at the first, and ends at the second.
 */
export function onUserSignal(came: (signal: NodeJS.Signals) => void): () => void {
  for (const signal of USER_SIGNALS) process.on(signal, came);
  return () => {
    for (const signal of USER_SIGNALS) process.off(signal, came);
  };
}

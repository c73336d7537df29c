// The signals that ask a process to stop, or to read its configuration again.
import { StartTerminal } from './start-terminal.js';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Hears the stop signals from its construction until `close()`. */
export class StopSignals {
  private readonly heard: NodeJS.Signals[] = [];
  private waiting: ((signal: NodeJS.Signals) => void) | undefined;

  constructor() {
    for (const signal of STOP_SIGNALS) process.on(signal, this.hear);
  }

  /** The next signal: one heard already and not yet asked for, or one to come. For one caller at a time. */
  next(): Promise<NodeJS.Signals> {
    const signal = this.heard.shift();
    return signal !== undefined
      ? Promise.resolve(signal)
      : new Promise((resolve) => (this.waiting = resolve));
  }

  close(): void {
    for (const signal of STOP_SIGNALS) process.off(signal, this.hear);
  }

  /** A signal has come. */
  readonly hear = (signal: NodeJS.Signals): void => {
    if (this.waiting === undefined) this.heard.push(signal);
    else this.waiting(signal);
    this.waiting = undefined;
  };
}

/**
 * Calls `reload` at each SIGHUP, until the function returned is called. When the terminal that the process was started
 * on has gone, SIGHUP is a stop signal instead, and only once: kernel and shell may both send it.
 */
export function onReloadSignal(reload: () => void, stopSignals: StopSignals): () => void {
  const terminal = new StartTerminal();
  let isStopping = false;
  const onHangup = (signal: NodeJS.Signals): void => {
    if (!terminal.isGone) reload();
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

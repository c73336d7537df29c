// The signals that ask a process to stop, or to read its configuration again.

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Hears the stop signals from its construction until `close()`. */
export class StopSignals {
  private readonly heard: NodeJS.Signals[] = [];
  private waiting: ((signal: NodeJS.Signals) => void) | undefined;

  constructor() {
    for (const signal of STOP_SIGNALS) process.on(signal, this.onSignal);
  }

  /** The next signal: one heard already and not yet asked for, or one to come. For one caller at a time. */
  next(): Promise<NodeJS.Signals> {
    const signal = this.heard.shift();
    return signal !== undefined
      ? Promise.resolve(signal)
      : new Promise((resolve) => (this.waiting = resolve));
  }

  close(): void {
    for (const signal of STOP_SIGNALS) process.off(signal, this.onSignal);
  }

  private readonly onSignal = (signal: NodeJS.Signals): void => {
    if (this.waiting === undefined) this.heard.push(signal);
    else this.waiting(signal);
    this.waiting = undefined;
  };
}

/** Calls `reload` at each SIGHUP, until the function returned is called. */
export function onReloadSignal(reload: () => void): () => void {
  process.on('SIGHUP', reload);
  return () => {
    process.off('SIGHUP', reload);
  };
}

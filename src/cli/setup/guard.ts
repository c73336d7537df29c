// One setup at a time, and none that a signal ends halfway: what was changed is taken back first.
import { EXIT_COULD_NOT_RUN } from '../../config/exit-status.js';
import { stateFolder } from '../../gateway/known-gateways.js';
import { LOCK_FILE, releaseLock, takeLock } from '../../setup/lock.js';
import type { Arguments } from '../command.js';
import { languageOf } from '../language.js';
import type { Machine } from '../machine.js';
import { setUp, type Interruption } from './setup.js';
import { SETUP_TEXTS } from './texts.js';

/** Resolves with the exit status. */
export async function setup(given: Arguments, machine: Machine): Promise<number> {
  const { environment, isRoot, terminal } = machine;
  const texts = SETUP_TEXTS[languageOf(given.flags, environment)];
  const holder = isRoot ? takeLock(LOCK_FILE) : undefined;
  if (holder !== undefined) {
    terminal.error(`${texts.runsAlready(holder)}\n`);
    return EXIT_COULD_NOT_RUN;
  }
  const interruption = new SignalInterruption(() => {
    terminal.error(`\n${texts.pleaseWait}\n`);
  });
  try {
    return await setUp(given, machine, interruption, `${stateFolder(environment, true)}/setup.json`);
  } finally {
    interruption.end();
    if (isRoot) releaseLock(LOCK_FILE);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** While there is one, these signals abort `signal` and end nothing by themselves. */
class SignalInterruption implements Interruption {
  private readonly controller = new AbortController();

  constructor(private readonly tell: () => void) {
    for (const signal of SIGNALS) process.on(signal, this.onSignal);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  end(): void {
    for (const signal of SIGNALS) process.off(signal, this.onSignal);
  }

  private readonly onSignal = (): void => {
    if (!this.signal.aborted) this.tell();
    this.controller.abort();
  };
}

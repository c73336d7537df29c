// One setup at a time, and none that a signal ends halfway: what was changed is taken back first.
import { EXIT_COULD_NOT_RUN } from '../../config/exit-status.js';
import { stateFolder } from '../../gateway/known-gateways.js';
import { LOCK_FILE, releaseLock, takeLock } from '../../setup/lock.js';
import type { Arguments } from '../command.js';
import type { Machine } from '../machine.js';
import type { Interruption } from './session.js';
import { setUp } from './setup.js';
import { Stop } from './stop.js';
import { SETUP_TEXTS } from './texts.js';
import { WaitingUnit } from './wait/waiting-unit.js';
import { waitAndSetUp } from './wait/wait.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves with the exit status. */
export async function setup(given: Arguments, machine: Machine): Promise<number> {
  const { environment, isRoot, terminal } = machine;
  const texts = SETUP_TEXTS[given.language];
  // Wrong words change nothing, and are told while another setup runs, too.
  const locks = isRoot && given.problems.length === 0;
  const waiting = new WaitingUnit(given, machine, texts.waitingUnit);
  const controller = new AbortController();
  const isInterrupted = (): boolean => controller.signal.aborted;
  // While it listens, these signals end nothing by themselves.
  const onSignal = (): void => {
    if (isInterrupted()) return;
    const hasChanged = interruption.hasChanged();
    terminal.error(`\n${hasChanged ? texts.pleaseWait : texts.interrupted}\n`);
    controller.abort(new Stop(EXIT_COULD_NOT_RUN, hasChanged ? texts.rolledBack : []));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const interruption: Interruption = {
    signal: controller.signal,
    hasChanged: () => false,
    end: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
  let isLocked = false;
  try {
    if (locks) await waiting.pause();
    if (isInterrupted()) return EXIT_COULD_NOT_RUN;
    const holder = locks ? takeLock(LOCK_FILE) : undefined;
    if (holder !== undefined) {
      terminal.error(`${texts.runsAlready(holder)}\n`);
      return EXIT_COULD_NOT_RUN;
    }
    isLocked = locks;
    const act = given.switches.has('wait') ? waitAndSetUp : setUp;
    const status = await act(given, machine, interruption, `${stateFolder(environment, true)}/setup.json`);
    if (locks && !isInterrupted()) await waiting.endAfter(status);
    return status;
  } finally {
    interruption.end();
    if (isLocked) releaseLock(LOCK_FILE);
    await waiting.goOn();
  }
}

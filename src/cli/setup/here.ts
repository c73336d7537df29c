// `setup` on this machine, with its terminal, its links and its journal. Loaded only for that command.
import { createInterface } from 'node:readline';
import { EXIT_COULD_NOT_RUN } from '../../config/exit-status.js';
import { discover as search } from '../../discovery/discover.js';
import { readSurroundings } from '../../machine/surroundings.js';
import { stateFolder } from '../../gateway/known-gateways.js';
import { Journal } from '../../setup/journal.js';
import { LOCK_FILE, releaseLock, takeLock } from '../../setup/lock.js';
import { runCommand } from '../../setup/run-command.js';
import { readArguments, type Arguments } from '../arguments.js';
import { checkHere } from '../check/here.js';
import { onEnter } from '../discover/here.js';
import { languageOf } from '../language.js';
import { progressLine } from '../terminal/progress-line.js';
import { setup, type SetupContext } from './setup.js';
import { SETUP_TEXTS } from './texts.js';

export async function setupHere(
  given: Arguments,
  shared: Pick<SetupContext, 'environment' | 'terminal' | 'readFile'>,
): Promise<number> {
  const language = languageOf(given.flags, shared.environment);
  const isRoot = process.getuid?.() === 0;
  const journalFile = `${stateFolder(shared.environment, true)}/setup.json`;
  const interruption = interruptible(() => {
    shared.terminal.error(`\n${SETUP_TEXTS[language].pleaseWait}\n`);
  });
  const check = (link: string, lead: string): Promise<number> =>
    checkHere(readArguments(['check', '--interface', link, '--lang', language]), { ...shared, lead });
  const holder = isRoot ? takeLock(LOCK_FILE) : undefined;
  if (holder !== undefined) {
    shared.terminal.error(`${SETUP_TEXTS[language].runsAlready(holder)}\n`);
    return EXIT_COULD_NOT_RUN;
  }
  try {
    return await setup(given, {
      ...shared,
      ...{ isRoot, journalFile, search, onEnter, check },
      journal: new Journal(journalFile),
      run: runCommand,
      signal: interruption.signal,
      letEnd: interruption.end,
      surroundings: readSurroundings(),
      progress: progressLine(process.stderr),
      isInteractive: process.stdin.isTTY && process.stdout.isTTY,
      ask: (question) => ask(question, interruption.signal),
    });
  } finally {
    interruption.end();
    if (isRoot) releaseLock(LOCK_FILE);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** From now on these signals end nothing by themselves: what was changed has to be taken back first. */
function interruptible(tell: () => void) {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (!controller.signal.aborted) tell();
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    end: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}

/** A line from standard input; empty at its end, or when `signal` ends it. */
function ask(question: string, signal: AbortSignal): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    const onAbort = (): void => {
      reader.close();
    };
    // Ctrl-C at the question comes as this event.
    reader.on('SIGINT', onAbort).on('close', () => {
      signal.removeEventListener('abort', onAbort);
      resolve('');
    });
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else
      reader.question(question, (answer) => {
        resolve(answer);
        reader.close();
      });
  });
}

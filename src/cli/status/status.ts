// The command `status`: asks the running service what it is doing, once or again and again.
import type { ListenAddress } from '../../config/config.js';
import { EXIT_COULD_NOT_RUN, EXIT_NOT_READY, EXIT_OK } from '../../config/exit-status.js';
import { loadProcessConfig, type Flags, type ProcessConfigWithProblems } from '../../config/load.js';
import { bareLines } from '../../config/problem.js';
import { StopSignals } from '../../systemd/signals.js';
import type { Arguments } from '../command.js';
import type { Machine } from '../machine.js';
import { DEFAULT_ADMIN, serviceFile } from '../service-file.js';
import type { Screen } from '../terminal/screen.js';
import { askStatus, type StatusAnswer } from './ask.js';
import { withHolders } from './holders.js';
import { settled } from './settled.js';
import { statusText } from './text.js';
import type { StatusTexts } from './texts.en.js';
import { statusTexts } from './texts.js';
import { EVERY_MS, watch, WatchView } from './watch.js';
import { refuse, type Terminal } from '../terminal/terminal.js';

/** Resolves with the exit status: what the last answer said. */
export async function status(given: Arguments, machine: Machine): Promise<number> {
  const { config, problems: wrong } = await load(given.flags, machine);
  const problems = [...given.problems, ...wrong];
  if (problems.length > 0) return refuse(problems, given.language, machine.terminal);
  const admin = config.admin ?? DEFAULT_ADMIN;
  const texts = await statusTexts(given.language);
  const form = { texts, asJson: given.switches.has('json'), showsAll: given.switches.has('all') };
  const lookOn = given.switches.has('watch') ? lookAgain : lookOnce;
  return exitStatus(await lookOn(admin, form, machine.terminal, await machine.screen()));
}

/** Mistakes in the file of the service are no reason not to ask it: it may run on with what it read before. */
async function load(flags: Flags, machine: Machine): Promise<ProcessConfigWithProblems> {
  const byFile = await serviceFile(flags, machine);
  const loaded = await loadProcessConfig({ ...machine, flags: byFile.flags });
  if (loaded.problems.length === 0 || byFile.flags === flags) return loaded;
  return { ...loaded, problems: (await loadProcessConfig({ ...machine, flags })).problems };
}

function exitStatus(answer: StatusAnswer | undefined): number {
  if (!answer?.ok) return EXIT_COULD_NOT_RUN;
  return answer.status.ready && !answer.status.stopping ? EXIT_OK : EXIT_NOT_READY;
}

/** How an answer is shown. */
interface Form {
  readonly texts: StatusTexts;
  readonly asJson: boolean;
  /** Each forward, however many there are. */
  readonly showsAll: boolean;
}

async function lookOnce(
  admin: ListenAddress,
  { texts, asJson, showsAll }: Form,
  terminal: Terminal,
  screen: Screen,
): Promise<StatusAnswer> {
  const answer = await settled(() => askStatus(admin));
  if (!answer.ok) terminal.error(`${answer.reason[texts.language]}\n`);
  else if (asJson) terminal.out(`${harmlessJson(answer.document, 2)}\n`);
  else terminal.out(`${statusText(withHolders(answer.status), screen.sheet, texts, showsAll)}\n`);
  return answer;
}

/** Until a signal stops it, or its reader has gone. */
async function lookAgain(
  admin: ListenAddress,
  { texts, asJson, showsAll }: Form,
  terminal: Terminal,
  screen: Screen,
): Promise<StatusAnswer | undefined> {
  const stop = new AbortController();
  const abort = (): void => {
    stop.abort();
  };
  const signals = new StopSignals();
  void signals.next().then(abort);
  screen.onGone(abort);
  const show = asJson ? jsonLines(terminal, texts) : redrawn(screen, texts, showsAll);
  try {
    const look = (signal: AbortSignal): Promise<StatusAnswer> => askStatus(admin, { signal });
    return await watch({ look, show, stop: stop.signal, everyMs: EVERY_MS });
  } finally {
    screen.end();
    signals.close();
  }
}

/** A line for each answer; why there is none is told once, on standard error. */
function jsonLines({ out, error }: Terminal, { language }: StatusTexts): (answer: StatusAnswer) => void {
  let told: string | undefined;
  return (answer) => {
    const reason = answer.ok ? undefined : answer.reason[language];
    if (answer.ok) out(`${harmlessJson(answer.document)}\n`);
    else if (reason !== told) error(`${reason}\n`);
    told = reason;
  };
}

function redrawn(screen: Screen, texts: StatusTexts, showsAll: boolean): (answer: StatusAnswer) => void {
  const view = new WatchView(() => new Date(), texts, showsAll);
  const draw = (): void => {
    screen.show(view.text(screen.sheet));
  };
  screen.begin(draw);
  return (answer) => {
    view.add(answer);
    draw();
  };
}

/** The same document, with all escaped that a terminal could obey. */
function harmlessJson(document: unknown, indent?: number): string {
  return bareLines(JSON.stringify(document, null, indent));
}

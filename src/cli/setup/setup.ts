// The command `setup`: reads its options, chooses the interface, and sets up or takes back; tells why it stops.
import { EXIT_COULD_NOT_RUN } from '../../config/exit-status.js';
import { bare, type Problem } from '../../config/problem.js';
import { chooseLink, type NoChoice, type Surroundings } from '../../machine/choose-link.js';
import type { Link } from '../../machine/links.js';
import { UnsafePathError } from '../../machine/safe-path.js';
import { Journal, JournalError } from '../../setup/journal.js';
import type { Arguments } from '../command.js';
import { configuredTargets, isUnfit, noLinkText, unfitProblem } from '../discover/discover.js';
import { pickLink } from '../discover/pick-link.js';
import { DISCOVER_TEXTS } from '../discover/texts.js';
import type { Machine } from '../machine.js';
import { refuse, type Terminal } from '../terminal/terminal.js';
import { changeOptions, isChange } from './change.js';
import { setupSettings, type SetupSettings } from './options.js';
import { Session, type Interruption } from './session.js';
import { Stop } from './stop.js';
import { takeBack } from './take-back.js';
import { SETUP_TEXTS, type SetupTexts } from './texts.js';
import { setUpWay } from './way.js';

/** Resolves with the exit status; the help of the command lists them. */
export async function setUp(
  given: Arguments,
  machine: Machine,
  interruption: Interruption,
  journalFile: string,
): Promise<number> {
  const { terminal } = machine;
  const problems: Problem[] = [...given.problems];
  const settings = setupSettings(given, problems);
  const texts = SETUP_TEXTS[settings.language];
  const surroundings = await machine.surroundings();
  try {
    const work = problems.length > 0 ? undefined : await workOf(settings, machine);
    if (work === 'way') problems.push(...unfitLink(settings, surroundings));
    if (problems.length > 0) return refuse(problems, settings.language, terminal);
    if (!machine.isRoot) throw new Stop(EXIT_COULD_NOT_RUN, texts.needsRoot);
    const { signal } = interruption;
    const link = work === 'way' ? await chosenLink(settings, surroundings, machine, signal) : undefined;
    const progress = await machine.progress();
    const scene = { machine, surroundings, progress, interruption, journal: new Journal(journalFile) };
    const session = new Session(settings, texts, scene, link?.name);
    if (link !== undefined) return await setUpWay(session, link);
    return await (work === 'change' ? changeOptions(session) : takeBack(session));
  } catch (error) {
    return told(error, texts, terminal, journalFile);
  }
}

/** Without root nothing is changed, so that the file need not be read. */
async function workOf(settings: SetupSettings, { isRoot }: Machine): Promise<'undo' | 'change' | 'way'> {
  if (settings.undo !== undefined) return 'undo';
  return isRoot && (await isChange(settings)) ? 'change' : 'way';
}

function told(error: unknown, texts: SetupTexts, terminal: Terminal, journalFile: string): number {
  const stop =
    error instanceof JournalError
      ? new Stop(EXIT_COULD_NOT_RUN, [texts.journalUnreadable(journalFile)])
      : error instanceof UnsafePathError
        ? new Stop(EXIT_COULD_NOT_RUN, texts.unsafe[error.reason](bare(error.path)))
        : error;
  if (!(stop instanceof Stop)) throw error;
  if (stop.lines.length > 0) terminal.error(`${stop.lines.join('\n')}\n`);
  return stop.status;
}

function unfitLink({ interface: asked }: SetupSettings, surroundings: Surroundings): Problem[] {
  const choice = chooseLink(surroundings, asked);
  return !choice.ok && isUnfit(choice.reason) ? [unfitProblem(choice.reason, choice, asked)] : [];
}

/** Rejects with a Stop if there is none. */
async function chosenLink(
  settings: SetupSettings,
  surroundings: Surroundings,
  machine: Machine,
  signal: AbortSignal,
): Promise<Link> {
  const { interface: asked, target, language } = settings;
  const targets = await configuredTargets(new Map(), machine, []);
  if (target !== undefined) targets.push(target);
  const texts = DISCOVER_TEXTS[language];
  const choice = await pickLink({ surroundings, asked, machine, targets, texts, signal });
  if (choice.ok) return choice.link;
  throw new Stop(EXIT_COULD_NOT_RUN, noLinkLines(choice, settings, surroundings));
}

function noLinkLines(choice: NoChoice, { language }: SetupSettings, surroundings: Surroundings): string[] {
  const { links, sshInterface } = surroundings;
  const isWired = links.some(({ name, kind }) => name === sshInterface && kind === 'ethernet');
  const lines = noLinkText(choice, DISCOVER_TEXTS[language], surroundings, 'setup');
  return sshInterface !== undefined && isWired
    ? [...SETUP_TEXTS[language].loggedInOver(bare(sshInterface)), '', lines]
    : [lines];
}

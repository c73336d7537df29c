// The command `setup`: reads its options, chooses the interface, and sets up or takes back; tells why it stops.
import { EXIT_COULD_NOT_RUN } from '../../config/exit-status.js';
import { bare, type Problem } from '../../config/problem.js';
import { chooseLink, type NoChoice, type Surroundings } from '../../machine/choose-link.js';
import type { Link } from '../../machine/links.js';
import { UnsafePathError } from '../../machine/safe-path.js';
import { Journal, JournalError } from '../../setup/journal.js';
import type { Arguments } from '../command.js';
import { isUnfit, noLinkText, unfitProblem } from '../discover/discover.js';
import { DISCOVER_TEXTS } from '../discover/texts.js';
import type { Machine } from '../machine.js';
import { folding } from '../terminal/table.js';
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
    const changes = machine.isRoot && problems.length === 0 && (await isChange(settings));
    const needsLink = problems.length === 0 && !settings.isUndo && !changes;
    const link = needsLink ? chosenLink(settings, surroundings, problems) : undefined;
    if (problems.length > 0) return refuse(problems, settings.language, terminal);
    if (!machine.isRoot) throw new Stop(EXIT_COULD_NOT_RUN, texts.needsRoot);
    const progress = await machine.progress();
    const scene = { machine, surroundings, progress, interruption, journal: new Journal(journalFile) };
    const session = new Session(settings, texts, scene, link?.name);
    if (link !== undefined) return await setUpWay(session, link);
    return await (changes ? changeOptions(session) : takeBack(session));
  } catch (error) {
    return told(error, texts, terminal, journalFile);
  }
}

function told(error: unknown, texts: SetupTexts, terminal: Terminal, journalFile: string): number {
  const stop =
    error instanceof JournalError
      ? new Stop(EXIT_COULD_NOT_RUN, [texts.journalUnreadable(journalFile)])
      : error instanceof UnsafePathError
        ? new Stop(EXIT_COULD_NOT_RUN, texts.unsafe[error.reason](bare(error.path)))
        : error;
  if (!(stop instanceof Stop)) throw error;
  if (stop.lines.length > 0) folding(terminal).error(`${stop.lines.join('\n')}\n`);
  return stop.status;
}

/** Undefined for an unfit one, which is a problem. Throws a Stop if there is none. */
function chosenLink(
  settings: SetupSettings,
  surroundings: Surroundings,
  problems: Problem[],
): Link | undefined {
  const choice = chooseLink(surroundings, settings.interface);
  if (choice.ok) return choice.link;
  if (isUnfit(choice.reason)) problems.push(unfitProblem(choice.reason, choice, settings.interface));
  else throw new Stop(EXIT_COULD_NOT_RUN, noLinkLines(choice, settings, surroundings));
  return undefined;
}

function noLinkLines(choice: NoChoice, { language }: SetupSettings, surroundings: Surroundings): string[] {
  const { links, sshInterface } = surroundings;
  const isWired = links.some(({ name, kind }) => name === sshInterface && kind === 'ethernet');
  const lines = noLinkText(choice, DISCOVER_TEXTS[language], surroundings, 'setup');
  return sshInterface !== undefined && isWired
    ? [...SETUP_TEXTS[language].loggedInOver(bare(sshInterface)), '', lines]
    : [lines];
}

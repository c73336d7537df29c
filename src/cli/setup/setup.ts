// The command `setup`: finds the gateway, shows what it would change, asks once, changes it, and says what to type.
import { EXIT_COULD_NOT_RUN, EXIT_DECLINED, EXIT_FOUND_TROUBLE, EXIT_OK } from '../../config/exit-status.js';
import { SERVICE_CONFIG } from '../../config/options.js';
import { bare, type Problem } from '../../config/problem.js';
import { formatTarget } from '../../config/endpoint.js';
import { chooseLink, type NoChoice, type Surroundings } from '../../machine/choose-link.js';
import type { Link } from '../../machine/links.js';
import { UnsafePathError } from '../../machine/safe-path.js';
import type { Action } from '../../setup/action.js';
import { gatherFacts, textOf } from '../../setup/gather.js';
import { Journal, JournalError } from '../../setup/journal.js';
import { makePlan } from '../../setup/plan.js';
import {
  Transaction,
  type Failure,
  type TransactionObserver,
  type TransactionResult,
} from '../../setup/transaction.js';
import { readUnit } from '../../systemd/systemd-unit.js';
import { check } from '../check/check.js';
import type { Arguments } from '../command.js';
import { LANGUAGE_OPTION } from '../language.js';
import { INTERFACE_OPTION } from '../link-options.js';
import { loadServiceConfig, type Machine } from '../machine.js';
import { configuredTargets, isUnfit, noLinkText, observe, unfitProblem } from '../discover/discover.js';
import { DISCOVER_TEXTS } from '../discover/texts.js';
import { findGateway, type Gateway } from './find.js';
import { makerOptions } from './maker.js';
import { reachedBy } from './reached.js';
import { setupSettings, type SetupSettings } from './options.js';
import { preflight, type Ready } from './preflight.js';
import { Stop } from './stop.js';
import { SETUP_TEXTS, type SetupTexts } from './texts.js';
import { failureLines, planText, undoText } from './view.js';
import { askLine } from '../terminal/keyboard.js';
import type { ProgressLine } from '../terminal/progress-line.js';
import { Steps } from '../terminal/steps.js';
import { folding } from '../terminal/table.js';
import { refuse, type Terminal } from '../terminal/terminal.js';

/** Resolves with the exit status; the help of the command lists them. */
export async function setUp(
  given: Arguments,
  machine: Machine,
  interruption: Interruption,
  journalFile: string,
): Promise<number> {
  const { terminal, environment } = machine;
  const problems: Problem[] = [...given.problems];
  const settings = setupSettings(given, environment, problems);
  const texts = SETUP_TEXTS[settings.language];
  const surroundings = await machine.surroundings();
  try {
    const link = problems.length > 0 ? undefined : chosenLink(settings, surroundings, problems);
    if (problems.length > 0) return refuse(problems, terminal);
    if (!machine.isRoot) throw new Stop(EXIT_COULD_NOT_RUN, texts.needsRoot);
    const progress = await machine.progress();
    const scene = { machine, surroundings, progress, interruption, journal: new Journal(journalFile) };
    const session = new Session(settings, texts, scene);
    return await (link === undefined ? session.takeBack() : session.setUp(link));
  } catch (error) {
    return told(error, texts, terminal, journalFile);
  }
}

/** The signals that end a setup before its time. */
export interface Interruption {
  /** Aborted with the Stop that tells the end. */
  readonly signal: AbortSignal;
  /** Whether something has to be taken back; setup knows. */
  hasChanged: () => boolean;
  /** Past the point of no return: from now on signals end the process. */
  end(): void;
}

/** The surroundings of one setup. */
interface Scene {
  readonly machine: Machine;
  readonly surroundings: Surroundings;
  readonly progress: ProgressLine;
  readonly interruption: Interruption;
  readonly journal: Journal;
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

/** Undefined for what needs none. Throws a Stop if there is none. */
function chosenLink(
  settings: SetupSettings,
  surroundings: Surroundings,
  problems: Problem[],
): Link | undefined {
  if (settings.isUndo) return undefined;
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

/** One setup, or one undoing. */
class Session {
  private readonly terminal: Terminal;
  private readonly steps: Steps;
  private readonly transaction: Transaction;
  private link = '';

  constructor(
    private readonly settings: SetupSettings,
    private readonly texts: SetupTexts,
    private readonly scene: Scene,
  ) {
    this.terminal = folding(scene.machine.terminal);
    this.steps = new Steps(settings.language, this.terminal.out, scene.progress);
    this.transaction = new Transaction(scene.journal, scene.machine.execute, this.listener());
    scene.interruption.hasChanged = () => this.transaction.isOpen;
  }

  async setUp(link: Link): Promise<number> {
    this.link = link.name;
    const { steps, texts } = this;
    const { surroundings } = this.scene;
    this.terminal.out(`${texts.opening(this.settings.isAgreed).join('\n')}\n`);
    await this.checkConfig();
    await this.undoEarlier();
    // --dry-run writes nothing, not even for a moment.
    const tryCard = async (): Promise<string | undefined> =>
      this.settings.isDryRun ? undefined : this.scene.journal.tryWriting();
    const ready = await preflight({ link, surroundings, texts, steps, tryCard });
    const gateway = await this.find(link);
    const actions = await this.plan(link, gateway, ready);
    if (actions.length === 0) {
      this.terminal.out(`\n${texts.nothingToDo}\n`);
      return this.settings.isDryRun ? EXIT_OK : this.finish(gateway, ready);
    }
    this.terminal.out(planText(actions, bare(link.name), texts, this.terminal.width));
    await this.agree();
    this.judge(await this.transaction.perform(actions, this.scene.interruption.signal));
    return this.finish(gateway, ready);
  }

  async takeBack(): Promise<number> {
    const { texts, scene } = this;
    const { entries } = await scene.journal.read();
    if (entries.length === 0) {
      this.terminal.out(`${texts.nothingToUndo}\n`);
      return EXIT_OK;
    }
    this.terminal.out(undoText(entries, texts.hanLink, texts));
    await this.agree();
    this.leave(await this.transaction.undoAll());
    this.terminal.out(`\n${texts.allUndone}\n`);
    return EXIT_OK;
  }

  /** A wrong configuration would stay wrong: setup keeps most of the file. */
  private async checkConfig(): Promise<void> {
    if ((await textOf(SERVICE_CONFIG)) === undefined) return;
    const loaded = await loadServiceConfig(this.scene.machine);
    if (loaded.ok) return;
    throw new Stop(refuse(loaded.problems, this.scene.machine.terminal));
  }

  private async undoEarlier(): Promise<void> {
    const { steps, texts, scene, settings } = this;
    const { entries, finished } = await scene.journal.read();
    if (entries.length === finished) return;
    const text = settings.isDryRun ? texts.undoingEarlierDry : texts.undoingEarlier;
    steps.end({ mark: 'warning', name: texts.names.earlier, text });
    if (!settings.isDryRun) this.leave(await this.transaction.undoUnfinished());
  }

  private async find(link: Link): Promise<Gateway> {
    const { settings, steps } = this;
    const { machine, interruption } = this.scene;
    const { language, target, isDryRun } = settings;
    return findGateway({
      ...{ link, target, language, steps },
      targets: await configuredTargets(new Map(), machine, []),
      search: machine.search,
      signal: interruption.signal,
      replug: machine.isInteractive && !settings.isAgreed,
      observer: observe({ link, texts: DISCOVER_TEXTS[language], steps, aside: undefined }),
      transaction: isDryRun ? undefined : this.transaction,
    });
  }

  private async plan(link: Link, gateway: Gateway, ready: Ready): Promise<readonly Action[]> {
    const { target, han, maker: guess } = gateway;
    const { unit, home } = ready;
    const { ports, adminPort } = ready.ports;
    const { texts, steps, settings, scene } = this;
    // Lines that come through a pipe answer the one question at the end.
    const isAsked = scene.machine.isInteractive && !settings.isAgreed && !settings.isDryRun;
    const { signal } = scene.interruption;
    const fresh = {
      ports,
      ...(adminPort === undefined ? {} : { adminPort }),
      ...(await makerOptions({ guess, texts, steps }, { home, isAsked, signal })),
    };
    const facts = await gatherFacts({ link: link.name, han, target, fresh }, unit);
    const actions = makePlan(facts);
    if (actions !== undefined) return actions;
    throw new Stop(EXIT_COULD_NOT_RUN, this.texts.severalTargets(formatTarget(target)));
  }

  /** Rejects with a Stop unless the user agrees. */
  private async agree(): Promise<void> {
    const { settings, texts, scene } = this;
    if (settings.isDryRun) throw new Stop(EXIT_OK, [texts.dryRun]);
    if (settings.isAgreed) return;
    const { signal } = scene.interruption;
    const answer = await askLine(texts.question, signal);
    signal.throwIfAborted();
    if (!texts.yes.test(answer)) throw new Stop(EXIT_DECLINED, [texts.declined]);
  }

  private judge(result: TransactionResult): void {
    if (result.ok) return;
    const { texts } = this;
    this.leave(result.leftovers);
    this.scene.interruption.signal.throwIfAborted();
    // Each failure has been told already.
    throw new Stop(EXIT_COULD_NOT_RUN, texts.rolledBack);
  }

  private leave(leftovers: readonly Failure[]): void {
    if (leftovers.length > 0) throw new Stop(EXIT_COULD_NOT_RUN, this.texts.leftovers);
  }

  private listener(): TransactionObserver {
    const { texts, steps } = this;
    const link = (): string => (this.link === '' ? texts.hanLink : bare(this.link));
    return {
      begin: (kind, isUndo) => {
        steps.begin(isUndo ? texts.undone(link())[kind][0] : texts.actions[kind](link()));
      },
      end: (kind, isUndo, failures, kept) => {
        // A look is told by what was seen.
        if (kind === 'look' && failures.length === 0) return;
        const [name, done] = isUndo
          ? texts.undone(link())[kind]
          : ([texts.actions[kind](link()), texts.done] as const);
        const failed = failures.length > 0;
        const [text = failed ? '' : done, ...rest] = failures.flatMap((each) => failureLines(each, texts));
        const details = kept === undefined ? rest : [...rest, texts.kept(kept)];
        steps.end({ mark: failed ? 'failed' : 'ok', name, text, details });
      },
    };
  }

  /** Checks everything, and says what to type. */
  private async finish(gateway: Gateway, ready: Ready): Promise<number> {
    const { texts, steps, scene, settings } = this;
    scene.interruption.end();
    const unit = await readUnit();
    if (unit?.active !== 'active') {
      const [text = '', ...remedy] = texts.notActive;
      steps.end({ mark: 'failed', name: texts.names.service, text, remedy });
    }
    this.terminal.out('\n');
    // `check --interface LINK --lang LANGUAGE`
    const flags = new Map([
      [INTERFACE_OPTION.name, [this.link]],
      [LANGUAGE_OPTION.name, [settings.language]],
    ]);
    const asked = { flags, switches: new Set<string>(), problems: [] };
    const status = await check(asked, scene.machine, texts.notWorkingYet);
    if (status !== EXIT_OK) throw new Stop(EXIT_FOUND_TROUBLE);
    const loaded = await loadServiceConfig(scene.machine);
    const ending = loaded.ok ? texts.end(reachedBy(loaded.config, gateway, ready)) : [];
    this.terminal.out(`\n${ending.join('\n')}\n`);
    return EXIT_OK;
  }
}

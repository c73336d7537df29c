// One call of `setup`: its options and texts, the terminal, and the changes that can be taken back.
import { EXIT_COULD_NOT_RUN, EXIT_DECLINED, EXIT_OK } from '../../config/exit-status.js';
import { bare } from '../../config/problem.js';
import type { Surroundings } from '../../machine/choose-link.js';
import type { Journal } from '../../setup/journal.js';
import {
  Transaction,
  type Failure,
  type TransactionObserver,
  type TransactionResult,
} from '../../setup/transaction.js';
import type { Machine } from '../machine.js';
import { askLine } from '../terminal/keyboard.js';
import type { ProgressLine } from '../terminal/progress-line.js';
import { Steps } from '../terminal/steps.js';
import { folding, type Terminal } from '../terminal/terminal.js';
import type { SetupSettings } from './options.js';
import { Stop } from './stop.js';
import type { SetupTexts } from './texts.js';
import { failureLines, headOf, undoneOf } from './view.js';

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
export interface SetupScene {
  readonly machine: Machine;
  readonly surroundings: Surroundings;
  readonly progress: ProgressLine;
  readonly interruption: Interruption;
  readonly journal: Journal;
}

/** The methods that a setup and an undo share. */
export class Session {
  readonly terminal: Terminal;
  readonly steps: Steps;
  readonly transaction: Transaction;

  /** @param link the HAN interface; undefined where it is not known */
  constructor(
    readonly settings: SetupSettings,
    readonly texts: SetupTexts,
    readonly scene: SetupScene,
    private readonly link: string | undefined,
  ) {
    const { terminal } = scene.machine;
    // The end of an interrupted setup is told already; behind it comes only what is taken back.
    const unlessEnded =
      (write: (text: string) => void) =>
      (text: string): void => {
        if (!this.signal.aborted || this.transaction.isOpen) write(text);
      };
    this.terminal = { ...terminal, out: unlessEnded(folding(terminal).out) };
    const { progress } = scene;
    const show = unlessEnded((text) => {
      progress.show(text);
    });
    const hide = (): void => {
      progress.hide();
    };
    this.steps = new Steps(settings.language, this.terminal.out, { show, hide });
    this.transaction = new Transaction(scene.journal, scene.machine.execute, this.listener());
    scene.interruption.hasChanged = () => this.transaction.isOpen;
  }

  get signal(): AbortSignal {
    return this.scene.interruption.signal;
  }

  /** Rejects with a Stop unless the user agrees. */
  async agree(): Promise<void> {
    const { settings, texts } = this;
    if (settings.isDryRun) throw new Stop(EXIT_OK, [texts.dryRun]);
    if (settings.isAgreed) return;
    const answer = await askLine(texts.question, this.signal);
    if (!texts.yes.test(answer)) throw new Stop(EXIT_DECLINED, [texts.declined]);
  }

  /** Throws a Stop if anything was undone. */
  judge(result: TransactionResult): void {
    if (result.ok) return;
    this.leave(result.leftovers);
    this.signal.throwIfAborted();
    // Each failure has been told already.
    throw new Stop(EXIT_COULD_NOT_RUN, this.texts.rolledBack);
  }

  /** Throws a Stop if anything could not be undone. */
  leave(leftovers: readonly Failure[]): void {
    if (leftovers.length > 0) throw new Stop(EXIT_COULD_NOT_RUN, this.texts.leftovers);
  }

  private listener(): TransactionObserver {
    const { texts, steps } = this;
    const link = this.link === undefined ? texts.hanLink : bare(this.link);
    return {
      begin: (subject, isUndo) => {
        steps.begin(isUndo ? undoneOf(subject, link, texts)[0] : headOf(subject, link, texts));
      },
      end: (subject, isUndo, failures, kept) => {
        // A look is told by what was seen.
        if (subject.kind === 'look' && failures.length === 0) return;
        const [name, done] = isUndo
          ? undoneOf(subject, link, texts)
          : ([headOf(subject, link, texts), texts.done] as const);
        const failed = failures.length > 0;
        const [text = failed ? '' : done, ...rest] = failures.flatMap((each) => failureLines(each, texts));
        const details = kept === undefined ? rest : [...rest, texts.kept(kept)];
        steps.end({ mark: failed ? 'failed' : 'ok', name, text, details });
      },
    };
  }
}

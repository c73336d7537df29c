// `setup --yes --wait`: attempts again and again, until network, cable and gateway are there and all is set up.
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { EXIT_COULD_NOT_RUN, EXIT_OK } from '../../../config/exit-status.js';
import { isLinkLocal } from '../../../config/ip-literal.js';
import type { Problem } from '../../../config/problem.js';
import type { DiscoveryStep } from '../../../discovery/device.js';
import type { Discovery, DiscoveryObserver, StepReport } from '../../../discovery/discover.js';
import type { Search } from '../../../discovery/steps.js';
import { chooseLink, type Surroundings } from '../../../machine/choose-link.js';
import { ownNetworks } from '../../../machine/interfaces.js';
import { packageVersion } from '../../../machine/package.js';
import { standingFile, StandingWriter } from '../../../setup/standing.js';
import { startPage, stopPage } from '../../../systemd/setup-units.js';
import { UNIT } from '../../../systemd/systemd-unit.js';
import type { Arguments } from '../../command.js';
import type { Machine } from '../../machine.js';
import { behindArrow } from '../../terminal/steps.js';
import { folding } from '../../terminal/terminal.js';
import { setupSettings, type SetupSettings } from '../options.js';
import type { Interruption } from '../session.js';
import { setUp } from '../setup.js';
import { Stop } from '../stop.js';
import { HeldOutput } from './held-output.js';
import { gatewaysOf, stageAfter, stageBefore, type StageFacts } from './stage.js';
import { WAIT_TEXTS } from './texts.js';
import { wordsOf, type Scenery } from './words.js';

/** In ms. An attempt is made at once when cable or network change, and else so often. */
export interface WaitTimes {
  readonly lookMs: number;
  readonly againMs: number;
  /** After an attempt that has changed the network and failed. */
  readonly afterFailureMs: number;
}

const WAIT_TIMES: WaitTimes = { lookMs: 1000, againMs: 20_000, afterFailureMs: 60_000 };

/** Resolves with the exit status, as that of a setup that waits for nothing. */
export async function waitAndSetUp(
  given: Arguments,
  machine: Machine,
  interruption: Interruption,
  journalFile: string,
  times: WaitTimes = WAIT_TIMES,
): Promise<number> {
  const problems: Problem[] = [...given.problems];
  const settings = setupSettings(given, problems);
  const attempt = (changed: Machine): Promise<number> => setUp(given, changed, interruption, journalFile);
  // Waiting would change neither wrong words nor missing rights.
  if (problems.length > 0 || !machine.isRoot) return attempt(machine);
  return new Waiting(machine, settings, interruption.signal, attempt, times).untilDone();
}

class Waiting {
  private readonly standing: StandingWriter;
  private told = '';
  private since = new Date();
  private shown: Scenery | undefined;
  private output: HeldOutput;
  private reports: StepReport[] = [];
  private discovery: Discovery | undefined;
  private hasPage = false;
  private hasBegun = false;
  private link = 'eth0';

  constructor(
    private readonly machine: Machine,
    private readonly settings: SetupSettings,
    private readonly signal: AbortSignal,
    private readonly attempt: (machine: Machine) => Promise<number>,
    private readonly times: WaitTimes,
  ) {
    this.standing = new StandingWriter(standingFile(machine.environment));
    this.output = new HeldOutput(machine.terminal);
  }

  async untilDone(): Promise<number> {
    folding(this.machine.terminal).out(`${WAIT_TEXTS[this.settings.language].goesOn}\n`);
    try {
      for (;;) {
        const surroundings = await this.machine.surroundings();
        const status = await this.tryOnce(surroundings);
        // Stopped as asked, with everything as before.
        if (this.signal.aborted) return EXIT_OK;
        if (status !== undefined) return status;
        await this.pauseAfter(surroundings);
      }
    } finally {
      await this.closePage();
      await this.standing.end();
    }
  }

  /** Undefined where it is not set up yet. */
  private async tryOnce(surroundings: Surroundings): Promise<number | undefined> {
    const { interface: asked } = this.settings;
    const choice = chooseLink(surroundings, asked);
    if (choice.ok) this.link = choice.link.name;
    const early = stageBefore(surroundings, asked, ownNetworks());
    [this.reports, this.discovery, this.hasBegun] = [[], undefined, false];
    if (early !== undefined) {
      await this.tell(early);
      return undefined;
    }
    // After a search in vain the page keeps its result while the next one is under way.
    if (!isFromSearch(this.shown)) await this.tell({ stage: 'searching' });
    this.output = new HeldOutput(this.machine.terminal);
    const status = await this.attempt(this.watched());
    if (status !== EXIT_COULD_NOT_RUN || this.signal.aborted) {
      this.output.release();
      return status;
    }
    await this.tell(stageAfter(this.reports, this.discovery), this.output.failure);
    return undefined;
  }

  /** The machine, with an eye on what the attempt does with it. */
  private watched(): Machine {
    const { machine } = this;
    return {
      ...machine,
      terminal: this.output.writer,
      search: (what, observer) => this.search(what, observer),
      execute: async (command) => {
        if (isLasting(command[0])) await this.begins();
        // They have the same port.
        if (command.includes(UNIT) && (command.includes('start') || command.includes('restart')))
          await this.closePage();
        return machine.execute(command);
      },
    };
  }

  private async begins(): Promise<void> {
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.output.release();
    await this.tell({ stage: 'setting-up' });
  }

  /** Leaves a choice among several to the user. */
  private async search(what: Search, observer: DiscoveryObserver): Promise<Discovery> {
    const discovery = await this.machine.search(what, {
      ...observer,
      begin: (step, device) => {
        this.running(step);
        observer.begin(step, device);
      },
      end: (report) => {
        this.reports.push(report);
        this.running(undefined);
        observer.end(report);
      },
    });
    this.discovery = discovery;
    if (gatewaysOf(discovery).length > 1) throw new Stop(EXIT_COULD_NOT_RUN);
    return discovery;
  }

  private running(step: DiscoveryStep | undefined): void {
    if (this.shown?.stage === 'searching')
      this.show({ stage: 'searching', link: this.link, reports: this.reports, running: step, failure: [] });
  }

  /** Shows the stage on the page, and prints it if it is new. */
  private async tell(facts: StageFacts, failure: readonly string[] = []): Promise<void> {
    const { language } = this.settings;
    const isNew = facts.stage !== this.shown?.stage;
    if (isNew) this.since = new Date();
    const scenery = { ...facts, link: this.link, reports: this.reports, failure };
    this.show(scenery);
    await this.openPage();
    const { headline, advice } = wordsOf(scenery, language);
    const text = [headline, ...advice.map(behindArrow)].join('\n');
    if (text === this.told) return;
    this.told = text;
    // An attempt prints its steps itself.
    if (facts.stage !== 'setting-up') folding(this.machine.terminal).out(`\n${text}\n`);
  }

  private show(scenery: Scenery): void {
    this.shown = scenery;
    this.standing.show({
      stage: scenery.stage,
      since: this.since.toISOString(),
      host: hostname(),
      version: packageVersion(),
      language: this.settings.language,
      words: { de: wordsOf(scenery, 'de'), en: wordsOf(scenery, 'en') },
    });
  }

  /** Without systemd there is no page. */
  private async openPage(): Promise<void> {
    if (this.hasPage) return;
    this.hasPage = true;
    await startPage(this.machine.execute);
  }

  private async closePage(): Promise<void> {
    if (!this.hasPage) return;
    this.hasPage = false;
    await stopPage(this.machine.execute);
  }

  /** Until cable or network have changed, or for a while after a search. */
  private async pauseAfter(before: Surroundings): Promise<void> {
    const { lookMs, againMs, afterFailureMs } = this.times;
    const patience = this.hasBegun ? afterFailureMs : againMs;
    const [from, known] = [performance.now(), stateOf(before)];
    while (!this.signal.aborted && performance.now() - from < patience) {
      await pause(lookMs, undefined, { signal: this.signal }).catch(() => undefined);
      if (stateOf(await this.machine.surroundings()) !== known) return;
    }
  }
}

const isFromSearch = (scenery: Scenery | undefined): boolean =>
  scenery !== undefined && scenery.reports.length > 0 && scenery.stage !== 'searching';

/** A look at a certificate takes an address for a moment, and gives it back: `ip` and, for that, `sh`. */
const isLasting = (program = ''): boolean => !['ip', 'sh'].includes(program);

/** As text, for comparison. */
function stateOf({ links, defaultRoutes }: Surroundings): string {
  const cables = links.map(({ name, carrier }) => `${name} ${carrier}`);
  // Link-local addresses come and go while NetworkManager asks for others.
  const lasting = ownNetworks().filter(({ address }) => !isLinkLocal(address));
  const addresses = lasting.map((own) => `${own.interface} ${own.address}`);
  return [...cables, ...defaultRoutes, ...addresses].join('\n');
}

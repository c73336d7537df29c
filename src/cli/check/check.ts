// The command `check`: tests the way from the cable to the home, and says for each step what is wrong and what to do.
import { EXIT_WRONG_INPUT } from '../../config/exit-status.js';
import { loadConfig, type Flags, type LoadResult } from '../../config/load.js';
import { CONFIG_FILE_OPTION, SERVICE_CONFIG } from '../../config/options.js';
import { problem, problemLine, quote, type Problem } from '../../config/problem.js';
import { exitStatusOf, finding, RESULTS, type StepOutcome } from '../../check/causes.js';
import type { Check } from '../../check/check.js';
import type { CheckObserver } from '../../check/report.js';
import type { CheckInput } from '../../check/scene.js';
import { stateFolder } from '../../gateway/known-gateways.js';
import { packageVersion } from '../../machine/package.js';
import type { Arguments } from '../command.js';
import { checkJson } from './json.js';
import { linkSettings, type LinkSettings } from '../link-options.js';
import type { Machine } from '../machine.js';
import { askStatus } from '../status/ask.js';
import { CHECK_TEXTS } from './texts.js';
import { conclusion, outcomeLine } from './view.js';
import type { ProgressLine } from '../terminal/progress-line.js';
import { Steps } from '../terminal/steps.js';
import { folding } from '../terminal/table.js';
import { reportProblems, type Terminal } from '../terminal/terminal.js';

/**
 * Resolves with the exit status: 0 nothing is wrong, 2 wrong input, others as TROUBLE has them.
 *
 * @param lead said in place of how many failures there are; `setup` has its own words
 */
export async function check(given: Arguments, machine: Machine, lead?: string): Promise<number> {
  const problems: Problem[] = [...given.problems];
  const settings = linkSettings(given.flags, machine.environment, problems);
  problems.push(...unknownLink(settings, await linkNames(machine)));
  if (problems.length > 0) {
    reportProblems(problems, machine.terminal);
    return EXIT_WRONG_INPUT;
  }
  const telling = new Telling(given, settings, machine, await machine.progress());
  const { flags, file } = await findFile(given.flags, machine);
  const loaded = await loadConfig({ ...machine, flags });
  return telling.tell(await run(loaded, file, telling.observer, { given, settings, machine }), lead);
}

const linkNames = async ({ surroundings }: Machine): Promise<string[]> =>
  (await surroundings()).links.map(({ name }) => name);

function unknownLink({ interface: name }: LinkSettings, links: readonly string[]): Problem[] {
  if (name === undefined || links.includes(name)) return [];
  const expected = `the interface to the gateway (here: ${links.join(', ')})`;
  return [problem('invalid-value', '--interface', expected, `${quote(name)}, which does not exist`)];
}

/** That of the service, if it is there and nobody has named another. */
async function findFile(
  flags: Flags,
  { environment, readFile }: Machine,
): Promise<{ readonly flags: Flags; readonly file: CheckInput['file'] }> {
  const { name, variable } = CONFIG_FILE_OPTION;
  const named = flags.get(name)?.[0] ?? environment[variable];
  if (named !== undefined && named !== '') return { flags, file: { path: named, isThere: true } };
  const isThere = await readFile(SERVICE_CONFIG, 1).then(
    () => true,
    (error: unknown) => (error as NodeJS.ErrnoException).code !== 'ENOENT',
  );
  const file = { path: SERVICE_CONFIG, isThere };
  return { flags: isThere ? new Map([...flags, [name, [SERVICE_CONFIG]]]) : flags, file };
}

interface Asked {
  readonly given: Arguments;
  readonly settings: LinkSettings;
  readonly machine: Machine;
}

async function run(
  loaded: LoadResult,
  file: CheckInput['file'],
  observer: CheckObserver,
  { given, settings, machine }: Asked,
): Promise<Check> {
  if (!loaded.ok) return withoutConfig(loaded.problems, observer);
  const accept = given.switches.has('accept-certificate');
  const asked = { configured: loaded, file, accept, interface: settings.interface };
  const folder = stateFolder(machine.environment, machine.isRoot);
  return machine.check(
    { ...asked, stateFolder: folder, version: packageVersion(), ask: (admin) => askStatus(admin) },
    observer,
  );
}

/** Nothing else can be tested: it would be what nobody wants. */
function withoutConfig(problems: readonly Problem[], observer: CheckObserver): Check {
  const found = finding('config-wrong', { problems: problems.map(problemLine) });
  const outcome: StepOutcome = { step: 'config', result: RESULTS[found.cause], finding: found, ms: 0 };
  observer.begin('config');
  observer.end(outcome);
  return { outcomes: [outcome], status: exitStatusOf([outcome]), urls: [] };
}

/** Tells the steps as they are taken, and the end; or everything at the end, as JSON. */
class Telling {
  private readonly isJson: boolean;
  private readonly steps: Steps;
  private readonly out: Terminal['out'];

  constructor(
    given: Arguments,
    private readonly settings: LinkSettings,
    private readonly machine: Machine,
    progress: ProgressLine,
  ) {
    this.isJson = given.switches.has('json');
    this.out = this.isJson ? () => undefined : folding(machine.terminal).out;
    this.steps = new Steps(settings.language, this.out, progress);
  }

  get observer(): CheckObserver {
    const { language } = this.settings;
    return {
      begin: (step) => {
        this.steps.begin(CHECK_TEXTS[language].steps[step]);
      },
      end: (outcome) => {
        this.steps.end(outcomeLine(outcome, language, new Date()));
      },
    };
  }

  tell(checked: Check, lead: string | undefined): number {
    const { language } = this.settings;
    const { isRoot, terminal } = this.machine;
    if (this.isJson) terminal.out(checkJson(checked, packageVersion(), language));
    else this.out(conclusion(checked, language, { isRoot, lead }));
    return checked.status;
  }
}

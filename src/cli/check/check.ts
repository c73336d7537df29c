// The command `check`: tests the way from the cable to the home, and says for each step what is wrong and what to do.
import path from 'node:path';
import { EXIT_COULD_NOT_RUN } from '../../config/exit-status.js';
import { loadConfig } from '../../config/load.js';
import { problemLine, quoted, remedyFor, type Problem } from '../../config/problem.js';
import { exitStatusOf, finding, RESULTS, type StepOutcome } from '../../check/causes.js';
import type { Check } from '../../check/check.js';
import type { CheckObserver } from '../../check/report.js';
import { errorCode } from '../../error-code.js';
import { stateFolder } from '../../gateway/known-gateways.js';
import type { Surroundings } from '../../machine/choose-link.js';
import { writeWhole } from '../../machine/whole-file.js';
import { packageVersion } from '../../machine/package.js';
import type { Arguments } from '../command.js';
import type { Language } from '../../config/language.js';
import { checkJson } from './json.js';
import { linkSettings, type LinkSettings } from '../link-options.js';
import type { Machine } from '../machine.js';
import { serviceFile } from '../service-file.js';
import { askStatus } from '../status/ask.js';
import { checkMetrics } from './textfile.js';
import { CHECK_TEXTS } from './texts.js';
import { conclusion, outcomeLine } from './view.js';
import type { ProgressLine } from '../terminal/progress-line.js';
import { Steps } from '../terminal/steps.js';
import { folding, refuse, type Terminal } from '../terminal/terminal.js';

/**
 * Resolves with the exit status: 0 nothing is wrong, 2 wrong input, others as TROUBLE has them.
 *
 * @param lead said in place of how many failures there are; `setup` has its own words
 */
export async function check(given: Arguments, machine: Machine, lead?: string): Promise<number> {
  const problems: Problem[] = [...given.problems];
  const settings = linkSettings(given, problems);
  problems.push(...unknownLink(settings, await machine.surroundings()));
  if (problems.length > 0) return refuse(problems, settings.language, machine.terminal);
  const { language } = settings;
  const isJson = given.switches.has('json');
  const out = isJson ? (): void => undefined : folding(machine.terminal).out;
  const checked = await run(given, settings, machine, observe(language, out, await machine.progress()));
  if (isJson) machine.terminal.out(checkJson(checked, packageVersion(), language));
  else out(conclusion(checked, language, { isRoot: machine.isRoot, lead }));
  const trouble = await writeTextfile(given.flags.get('textfile')?.[0], checked);
  if (trouble === undefined) return checked.status;
  machine.terminal.error(`smgw-proxy: ${trouble}\n`);
  return EXIT_COULD_NOT_RUN;
}

/** Resolves with the file and the errno name of a failure. */
async function writeTextfile(file: string | undefined, checked: Check): Promise<string | undefined> {
  try {
    if (file !== undefined) await writeWhole(path.resolve(file), checkMetrics(checked, new Date()));
    return undefined;
  } catch (error) {
    return `${file ?? ''}: ${errorCode(error as Error)}`;
  }
}

/** Tells the steps as they are taken. */
function observe(language: Language, out: Terminal['out'], progress: ProgressLine): CheckObserver {
  const steps = new Steps(language, out, progress);
  return {
    begin: (step) => {
      steps.begin(CHECK_TEXTS[language].steps[step]);
    },
    end: (outcome) => {
      steps.end(outcomeLine(outcome, language, new Date()));
    },
  };
}

function unknownLink({ interface: name }: LinkSettings, { links }: Surroundings): Problem[] {
  if (name === undefined || links.some((link) => link.name === name)) return [];
  const present = links.map((link) => link.name).join(', ');
  const { en, de } = quoted(name);
  const message = {
    en: `there is no interface ${en} (here: ${present})`,
    de: `einen Anschluss ${de} gibt es nicht (hier: ${present})`,
  };
  return [{ code: 'invalid-value', where: '--interface', message }];
}

async function run(
  given: Arguments,
  settings: LinkSettings,
  machine: Machine,
  observer: CheckObserver,
): Promise<Check> {
  const { flags, file } = await serviceFile(given.flags, machine);
  // Without root the key of a client certificate is unreadable, as it should be.
  const fileMode = machine.isRoot ? machine.fileMode : undefined;
  const configured = await loadConfig({ ...machine, flags, fileMode });
  if (!configured.ok) return withoutConfig(configured.problems, settings.language, observer);
  return machine.check(
    {
      ...{ configured, file, interface: settings.interface, version: packageVersion() },
      accept: given.switches.has('accept-certificate'),
      stateFolder: stateFolder(machine.environment, machine.isRoot),
      ask: async (admin) => {
        const answer = await askStatus(admin);
        return answer.ok ? answer : { ok: false, reason: answer.reason[settings.language] };
      },
    },
    observer,
  );
}

/** Nothing else can be tested: it would test the defaults in place of the wanted configuration. */
function withoutConfig(problems: readonly Problem[], language: Language, observer: CheckObserver): Check {
  const found = finding('config-wrong', {
    problems: problems.map((each) => problemLine(each, language)),
    editor: remedyFor(problems),
  });
  const outcome: StepOutcome = { step: 'config', result: RESULTS[found.cause], finding: found, ms: 0 };
  observer.begin('config');
  observer.end(outcome);
  return { outcomes: [outcome], status: exitStatusOf([outcome]), urls: [] };
}

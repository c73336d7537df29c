// The command `run`: judges everything that was given, then forwards until stopped, or only shows the configuration.
import { EXIT_COULD_NOT_RUN, EXIT_OK } from '../../config/exit-status.js';
import { loadConfig, type ConfigWithPlaces, type LoadResult } from '../../config/load.js';
import type { Problem } from '../../config/problem.js';
import { CONFIG_FILE_OPTION } from '../../config/options.js';
import { lastGoodFile } from '../../service/kept-config.js';
import type { Language } from '../../config/language.js';
import type { Arguments } from '../command.js';
import { languageOf, languageSources } from '../language.js';
import type { Machine } from '../machine.js';
import { refuse } from '../terminal/terminal.js';
import { judged } from './judge.js';

/** Resolves with the exit status. */
export async function run(given: Arguments, machine: Machine): Promise<number> {
  const result = judgeAll(given, judged(await loadConfig({ flags: given.flags, ...machine })));
  if (Array.isArray(result)) return serveLastGood(given, machine, result);
  if (given.switches.has('check-config')) {
    const { renderConfig } = await import('../../config/render.js');
    const { unknownNames } = await import('./unknown-names.js');
    machine.terminal.out(renderConfig(result.config));
    const unknown = await unknownNames(result, machine.lookUp, given.language);
    for (const line of unknown) machine.terminal.error(`${line}\n`);
    return EXIT_OK;
  }
  if (given.isBare && machine.isInteractive) {
    const { inTheWay } = await import('./in-the-way.js');
    const text = await inTheWay(result.config, machine, given.language);
    if (text !== undefined) {
      machine.terminal.error(text);
      return EXIT_COULD_NOT_RUN;
    }
  }
  return machine.serve(result, { speaks: speaking(given, machine), reload: reloading(given, machine) });
}

const reloading =
  (given: Arguments, machine: Machine) => async (): Promise<ConfigWithPlaces | readonly Problem[]> =>
    judgeAll(given, await machine.loadAside({ flags: given.flags, ...machine }));

/** The configuration on disk decides, even if it has mistakes elsewhere. */
const speaking =
  ({ flags }: Arguments, machine: Machine) =>
  (): Promise<Language> =>
    languageOf(
      languageSources((name) => flags.get(name) ?? []),
      machine,
    );

/** Only for the service, so that a mistake does not end the readings; a start by hand ends at once. */
async function serveLastGood(
  given: Arguments,
  machine: Machine,
  refused: readonly Problem[],
): Promise<number> {
  const file = lastGoodFile(machine.environment);
  const isOwnStart = !given.switches.has('check-config') && given.problems.length === 0;
  if (file === undefined || !isOwnStart) return refuse(refused, given.language, machine.terminal);
  const flags = new Map([...given.flags, [CONFIG_FILE_OPTION.name, [file]]]);
  const kept = judgeAll(given, judged(await loadConfig({ ...machine, flags })));
  return Array.isArray(kept)
    ? refuse(refused, given.language, machine.terminal)
    : machine.serve(kept, { speaks: speaking(given, machine), reload: reloading(given, machine), refused });
}

/** The configuration, or all problems of command line and sources together. */
function judgeAll(given: Arguments, loaded: LoadResult): ConfigWithPlaces | Problem[] {
  const problems = [...given.problems, ...(loaded.ok ? [] : loaded.problems)];
  return problems.length === 0 && loaded.ok ? loaded : problems;
}

// The command `run`: judges everything that was given, then forwards until stopped, or only shows the configuration.
import { EXIT_COULD_NOT_RUN, EXIT_OK } from '../../config/exit-status.js';
import { loadConfig, type ConfigWithPlaces } from '../../config/load.js';
import type { Problem } from '../../config/problem.js';
import { ownTargets } from '../../service/own-targets.js';
import { checkTargetNames } from '../../config/resolve.js';
import type { Arguments } from '../command.js';
import type { Machine } from '../machine.js';
import { refuse } from '../terminal/terminal.js';

/** Resolves with the exit status. */
export async function run(given: Arguments, machine: Machine): Promise<number> {
  const result = await judgeAll(given, machine);
  if (Array.isArray(result)) return refuse(result, machine.terminal);
  if (given.switches.has('check-config')) {
    const { renderConfig } = await import('../../config/render.js');
    machine.terminal.out(renderConfig(result.config));
    return EXIT_OK;
  }
  if (given.isBare && machine.isInteractive) {
    const { inTheWay } = await import('./in-the-way.js');
    const text = await inTheWay(result.config, machine);
    if (text !== undefined) {
      machine.terminal.error(text);
      return EXIT_COULD_NOT_RUN;
    }
  }
  return machine.serve(result, { reload: () => judgeAll(given, machine) });
}

/** The configuration, or all problems of command line, sources and target names together. */
async function judgeAll(given: Arguments, machine: Machine): Promise<ConfigWithPlaces | Problem[]> {
  const loaded = await loadConfig({ flags: given.flags, ...machine });
  if (!loaded.ok) return [...given.problems, ...loaded.problems];
  const unresolved = await checkTargetNames(loaded, machine.lookup);
  const problems = [...given.problems, ...ownTargets(loaded), ...unresolved];
  return problems.length > 0 ? problems : loaded;
}

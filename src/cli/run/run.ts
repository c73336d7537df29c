// The command `run`: judges everything that was given, then forwards until stopped, or only shows the configuration.
import type { Environment } from '../../config/environment.js';
import { EXIT_OK, EXIT_WRONG_INPUT } from '../../config/exit-status.js';
import { loadConfig, type ConfigWithPlaces, type ReadFile } from '../../config/load.js';
import type { Problem } from '../../config/problem.js';
import { checkTargetNames, type Lookup } from '../../config/resolve.js';
import type { Arguments } from '../arguments.js';
import type { ServeOptions } from '../../service/service.js';
import { reportProblems, type Terminal } from '../terminal/terminal.js';

/** Forwards until stopped; resolves with the exit status. */
export type Serve = (configured: ConfigWithPlaces, options: ServeOptions) => Promise<number>;

/** What `run` needs of the machine. */
export interface RunContext {
  readonly environment: Environment;
  readonly readFile: ReadFile;
  readonly lookup: Lookup;
  readonly terminal: Terminal;
  readonly serve: Serve;
}

/** Loads the service when it is needed: --help and wrong input should not wait for it. */
export const serveWhenNeeded: Serve = async (configured, options) => {
  const { serve } = await import('../../service/service.js');
  return serve(configured, options);
};

/** Resolves with the exit status. */
export async function run(given: Arguments, context: RunContext): Promise<number> {
  const result = await judgeAll(given, context);
  if (Array.isArray(result)) {
    reportProblems(result, context.terminal);
    return EXIT_WRONG_INPUT;
  }
  if (!given.switches.has('check-config'))
    return context.serve(result, { reload: () => judgeAll(given, context) });
  const { renderConfig } = await import('../../config/render.js');
  context.terminal.out(renderConfig(result.config));
  return EXIT_OK;
}

/** The configuration, or all problems of command line, sources and target names together. */
async function judgeAll(given: Arguments, context: RunContext): Promise<ConfigWithPlaces | Problem[]> {
  const loaded = await loadConfig({ flags: given.flags, ...context });
  if (!loaded.ok) return [...given.problems, ...loaded.problems];
  const unresolved = await checkTargetNames(loaded, context.lookup);
  const problems = [...given.problems, ...unresolved];
  return problems.length > 0 ? problems : loaded;
}

// All that the commands need of this machine, in one place. Larger parts are loaded when a command first asks for them.
import { isatty } from 'node:tty';
import type { Environment } from '../config/environment.js';
import { loadConfig, type ConfigWithPlaces, type LoadResult } from '../config/load.js';
import { SERVICE_CONFIG } from '../config/options.js';
import type { ReadFile } from '../config/read-text.js';
import type { Lookup } from '../forward/target/names.js';
import type { check } from '../check/check.js';
import type { discover } from '../discovery/discover.js';
import type { Surroundings } from '../machine/choose-link.js';
import type { ServeOptions } from '../service/serve-options.js';
import { fileMode, readFile } from '../machine/file-access.js';
import type { CommandRunner } from '../setup/transaction.js';
import type { RunningSimulator, SimulatorOptions } from '../simulator/simulator.js';
import type { ProgressLine } from './terminal/progress-line.js';
import type { Screen } from './terminal/screen.js';
import type { AsideInput } from './run/load-aside.js';
import { processTerminal, type Terminal } from './terminal/terminal.js';

export interface Machine {
  readonly environment: Environment;
  readonly terminal: Terminal;
  readonly isRoot: boolean;
  /** Standard input and output are a terminal. */
  readonly isInteractive: boolean;
  readonly readFile: ReadFile;
  readonly fileMode: (path: string) => Promise<number>;
  /** Loads the configuration without holding up the connections of this process. */
  readonly loadAside: (input: AsideInput) => Promise<LoadResult>;
  readonly lookUp: Lookup;
  readonly screen: () => Promise<Screen>;
  readonly progress: () => Promise<ProgressLine>;
  readonly surroundings: () => Promise<Surroundings>;
  /** Forwards until stopped; resolves with the exit status. */
  readonly serve: (configured: ConfigWithPlaces, options: ServeOptions) => Promise<number>;
  readonly startSimulator: (options: SimulatorOptions) => Promise<RunningSimulator>;
  /** Looks for the gateway. */
  readonly search: typeof discover;
  /** Tests each step from the cable to the home. */
  readonly check: typeof check;
  /** Runs a command of the system. */
  readonly execute: CommandRunner;
}

export const HERE: Machine = {
  environment: process.env,
  terminal: processTerminal(process),
  isRoot: process.getuid?.() === 0,
  isInteractive: isatty(0) && isatty(1),
  readFile,
  fileMode,
  loadAside: async (input) => (await import('./run/load-aside.js')).loadAside(input),
  lookUp: async (name) => (await import('../machine/lookup.js')).lookUp(name),
  screen: async () => (await import('./terminal/screen.js')).screenOf(process.stdout),
  progress: async () => (await import('./terminal/progress-line.js')).progressLine(process.stderr),
  surroundings: async () => (await import('../machine/surroundings.js')).readSurroundings(),
  serve: async (...given) => (await import('../service/service.js')).serve(...given),
  startSimulator: async (...given) => (await import('../simulator/simulator.js')).startSimulator(...given),
  search: async (...given) => (await import('../discovery/discover.js')).discover(...given),
  check: async (...given) => (await import('../check/check.js')).check(...given),
  execute: async (...given) => (await import('../setup/run-command.js')).runCommand(...given),
};

/** The configuration that the service of this machine has, whether it runs or not. */
export const loadServiceConfig = ({
  environment,
  readFile,
}: Pick<Machine, 'environment' | 'readFile'>): Promise<LoadResult> =>
  loadConfig({ flags: new Map([['config', [SERVICE_CONFIG]]]), environment, readFile });

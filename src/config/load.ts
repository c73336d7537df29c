// Loads the effective configuration from flags, environment and file, or collects all problems.
import type { Config } from './config.js';
import type { FileContent } from './config-file.js';
import { optionsInEnvironment, unknownVariables, variable, type Environment } from './environment.js';
import { buildForwards, type SharedSettings } from './forwards.js';
import { CONFIG_FILE_OPTION, OPTIONS, PROCESS_OPTIONS } from './options.js';
import { bare, problem, quote, type Problem } from './problem.js';
import { fieldsOf, judge, readValue, type OptionText, type Places } from './settings.js';

/** Flags keyed by name without dashes, values in order; an empty text is a flag without value. */
export type Flags = ReadonlyMap<string, readonly string[]>;

/**
 * Reads at most `limit` + 1 bytes of a file, which is enough to detect a file over the limit.
 * Rejects with the error of the file system, whose `code` the problem names.
 */
export type ReadFile = (path: string, limit: number) => Promise<Uint8Array>;

/** The sources of the configuration. Without `readFile` no file is read, even if a flag names one. */
export interface ConfigInput {
  readonly flags: Flags;
  readonly environment: Environment;
  readonly readFile?: ReadFile;
}

/** A configuration with the sources of its addresses, for problems that show only in use. */
export interface ConfigWithPlaces {
  readonly config: Config;
  readonly places: Places;
}

type Loaded<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problems: readonly Problem[] };
export type LoadResult = Loaded<ConfigWithPlaces>;

/** The limit of a file: a configuration has some dozens of lines, and a wrong file must not take long. */
export const MAX_FILE_BYTES = 65_536;

/** Checks all values, also overridden ones, so that no wrong value stays unnoticed. */
export async function loadConfig(input: ConfigInput): Promise<LoadResult> {
  const problems: Problem[] = [];
  const { shared, entries } = await judgeSources(input, problems);
  const places = new Map<unknown, string>();
  const forwards = buildForwards(shared, entries, problems, places);
  if (problems.length > 0) return { ok: false, problems };
  const config = fieldsOf(PROCESS_OPTIONS, shared, places) as ProcessConfig;
  return { ok: true, config: { forwards, ...config }, places };
}

/** The options of the whole process. */
export type ProcessConfig = Omit<Config, 'forwards'>;

/**
 * Loads the process options only, for commands that ask a running service. Its forwards may come from other sources, so
 * that missing or conflicting ones are no problem here.
 */
export async function loadProcessConfig(
  input: ConfigInput,
): Promise<Loaded<{ readonly config: ProcessConfig }>> {
  const problems: Problem[] = [];
  const { shared } = await judgeSources(input, problems);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, config: fieldsOf(PROCESS_OPTIONS, shared) as ProcessConfig };
}

interface Sources {
  readonly shared: SharedSettings;
  readonly entries: FileContent['forwards'];
}

async function judgeSources(
  { flags, environment, readFile }: ConfigInput,
  problems: Problem[],
): Promise<Sources> {
  const byFlag = judge(optionsInFlags(flags, problems), problems);
  const byVariable = judge(optionsInEnvironment(environment), problems);
  problems.push(...unknownVariables(environment));
  const { given, forwards }: FileContent = readFile
    ? await fileContent(flags, environment, readFile, problems)
    : { given: [] };
  return { shared: [byFlag, byVariable, judge(given, problems)], entries: forwards };
}

function optionsInFlags(flags: Flags, problems: Problem[]): OptionText[] {
  return OPTIONS.flatMap((option) => {
    const where = `--${option.name}`;
    const texts = flags.get(option.name) ?? [];
    if (!option.repeatable) reportRepeated(texts, where, problems);
    return texts.map((text) => ({ option, text, where }));
  });
}

/** Adds a problem for a repeated option that takes one value. */
export function reportRepeated(texts: readonly string[], where: string, problems: Problem[]): void {
  if (texts.length < 2) return;
  const came = `${texts.length}: ${texts.map(quote).join(', ')}`;
  problems.push(problem('given-twice', where, 'one value', came));
}

async function fileContent(
  flags: Flags,
  environment: Environment,
  readFile: ReadFile,
  problems: Problem[],
): Promise<FileContent> {
  const { name, kind } = CONFIG_FILE_OPTION;
  const texts = flags.get(name) ?? [];
  reportRepeated(texts, `--${name}`, problems);
  const where = texts.length > 0 ? `--${name}` : CONFIG_FILE_OPTION.variable;
  const text = texts[0] ?? variable(environment, CONFIG_FILE_OPTION.variable);
  const path = text === undefined ? undefined : readValue(kind, text, where, problems);
  if (path === undefined) return { given: [] };
  const content = await readText(path, where, readFile, problems);
  if (content === undefined) return { given: [] };
  // Imported on demand: the YAML parser is the largest part of the program, and a service may run without a file.
  const { readConfigFile } = await import('./config-file.js');
  return readConfigFile(path, content, problems);
}

async function readText(path: string, where: string, readFile: ReadFile, problems: Problem[]) {
  try {
    const bytes = await readFile(path, MAX_FILE_BYTES);
    if (bytes.length <= MAX_FILE_BYTES) return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const came = `${quote(path)}, which is larger`;
    problems.push(problem('file-too-large', where, `a file of at most ${MAX_FILE_BYTES} bytes`, came));
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const came = `${quote(path)}, ${REASONS[code] ?? 'which could not be read'} (${bare(code)})`;
    problems.push(problem('file-unreadable', where, 'a readable YAML file', came));
  }
  return undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'which does not exist',
  EACCES: 'which this user may not read',
  EISDIR: 'which is a directory',
  ENOTDIR: 'which has a file where a directory should be',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'which is not UTF-8 text',
};

// Loads the effective configuration from flags, environment and file, or collects all problems.
import type { Config, ForwardConfig } from './config.js';
import type { FileContent } from './config-file.js';
import { optionsInEnvironment, unknownVariables, variable, type Environment } from './environment.js';
import { buildForwards, type BuiltForward, type SharedSettings } from './forwards.js';
import { CONFIG_FILE_OPTION, OPTIONS, PROCESS_OPTIONS } from './options.js';
import type { Language } from './language.js';
import type { ValuePlace } from './place.js';
import { problem, quoted, type Problem } from './problem.js';
import { readText, type ReadFile } from './read-text.js';
import { fieldsOf, judge, readValue, type OptionText, type Places } from './settings.js';
import type { FileReader } from './tls-identity.js';

/** Flags keyed by name without dashes, values in order; an empty text is a flag without value. */
export type Flags = ReadonlyMap<string, readonly string[]>;

/**
 * The sources of the configuration. Without `readFile` no file is read, even if a flag names one; without `fileMode` no
 * file of a client certificate.
 */
export interface ConfigInput {
  readonly flags: Flags;
  readonly environment: Environment;
  readonly readFile?: ReadFile;
  readonly fileMode?: FileReader['fileMode'] | undefined;
}

/** A configuration with the sources of its addresses, for problems that show only in use. */
export interface ConfigWithPlaces {
  readonly config: Config;
  readonly places: Places;
  /** The text of the configuration file; undefined without one. */
  readonly source?: string | undefined;
}

type Loaded<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problems: readonly Problem[] };
export type LoadResult = Loaded<ConfigWithPlaces>;

/** Checks all values, also overridden ones, so that no wrong value stays unnoticed. */
export async function loadConfig(input: ConfigInput): Promise<LoadResult> {
  const problems: Problem[] = [];
  const { shared, entries, source } = await judgeSources(input, problems);
  const places = new Map<unknown, string>();
  const drafts = buildForwards(shared, entries, problems, places);
  const forwards = await Promise.all(drafts.map((draft) => withIdentity(draft, input, problems)));
  if (problems.length > 0) return { ok: false, problems };
  const config = fieldsOf(PROCESS_OPTIONS, shared, places) as ProcessConfig;
  return { ok: true, config: { forwards, ...config }, places, source };
}

/** A forward with the content of the files of its client certificate. */
async function withIdentity(
  { config, targetCertificate, targetKey }: BuiltForward,
  { environment, readFile, fileMode }: ConfigInput,
  problems: Problem[],
): Promise<ForwardConfig> {
  if (targetCertificate === undefined || targetKey === undefined) return config;
  if (readFile === undefined || fileMode === undefined) return config;
  // Imported on demand: few use it.
  const { readIdentity } = await import('./tls-identity.js');
  const reader = { readFile, fileMode, credentials: environment.CREDENTIALS_DIRECTORY };
  const targetIdentity = await readIdentity(targetCertificate, targetKey, reader, problems);
  return targetIdentity === undefined ? config : { ...config, targetIdentity };
}

/** The options of the whole process. */
type ProcessConfig = Omit<Config, 'forwards'>;

/** With problems, the options that have none. */
export interface ProcessConfigWithProblems {
  readonly config: ProcessConfig;
  readonly problems: readonly Problem[];
}

/**
 * Loads the process options only, for commands that ask a running service. Its forwards may come from other sources, so
 * that missing or conflicting ones are no problem here.
 */
export async function loadProcessConfig(input: ConfigInput): Promise<ProcessConfigWithProblems> {
  const problems: Problem[] = [];
  const { shared } = await judgeSources(input, problems);
  return { config: fieldsOf(PROCESS_OPTIONS, shared) as ProcessConfig, problems };
}

interface Sources {
  readonly shared: SharedSettings;
  readonly entries: FileContent['forwards'];
  readonly source: string | undefined;
}

async function judgeSources(
  { flags, environment, readFile }: ConfigInput,
  problems: Problem[],
): Promise<Sources> {
  const byFlag = judge(optionsInFlags(flags, problems), problems);
  const byVariable = judge(optionsInEnvironment(environment), problems);
  problems.push(...unknownVariables(environment));
  const file = readFile && (await fileText(flags, environment, readFile, problems));
  const { given, forwards } = file === undefined ? NO_FILE : await fileContent(file, problems);
  return {
    shared: [byFlag, byVariable, judge(given, problems)],
    entries: forwards,
    source: file?.text,
  };
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
export function reportRepeated(texts: readonly string[], where: ValuePlace, problems: Problem[]): void {
  if (texts.length < 2) return;
  const list = (language: Language): string => texts.map((text) => quoted(text)[language]).join(', ');
  const came = { en: `${texts.length}: ${list('en')}`, de: `${texts.length}-mal etwas: ${list('de')}` };
  problems.push(problem('given-twice', where, { en: 'one value', de: 'ein einziger Wert' }, came));
}

const NO_FILE: FileContent = { given: [] };

interface FileText {
  readonly path: string;
  readonly text: string;
}

async function fileText(
  flags: Flags,
  environment: Environment,
  readFile: ReadFile,
  problems: Problem[],
): Promise<FileText | undefined> {
  const { name, kind } = CONFIG_FILE_OPTION;
  const texts = flags.get(name) ?? [];
  reportRepeated(texts, `--${name}`, problems);
  const where = texts.length > 0 ? `--${name}` : CONFIG_FILE_OPTION.variable;
  const text = texts[0] ?? variable(environment, CONFIG_FILE_OPTION.variable);
  const path = text === undefined ? undefined : readValue(kind, text, where, problems);
  if (path === undefined) return undefined;
  const content = await readText(path, where, readFile, problems);
  return content === undefined ? undefined : { path, text: content };
}

async function fileContent({ path, text }: FileText, problems: Problem[]): Promise<FileContent> {
  // Imported on demand: the YAML parser is the largest part of the program, and a service may run without a file.
  const { readConfigFile } = await import('./config-file.js');
  return readConfigFile(path, text, problems);
}

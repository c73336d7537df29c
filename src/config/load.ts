// Flags, environment and file → the effective configuration, or every problem there is.
import type { Config } from './config.js';
import type { FileContent } from './config-file.js';
import { givenByEnvironment, unknownVariables, variable, type Environment } from './environment.js';
import { buildForwards, type SharedSettings } from './forwards.js';
import { CONFIG_FILE_OPTION, OPTIONS } from './options.js';
import { bare, problem, quote, type Problem } from './problem.js';
import { fieldsOf, judge, readValue, type OptionText, type Places, type Settings } from './settings.js';

/** Flags by their name without dashes, in the order given; an empty text is a flag without value. */
export type Flags = ReadonlyMap<string, readonly string[]>;

/**
 * Reads at most `limit` + 1 bytes of a file, so that a file over the limit shows.
 * Rejects with the error of the file system, whose `code` is told to the user.
 */
export type ReadFile = (path: string, limit: number) => Promise<Uint8Array>;

/** Where the configuration comes from. Without `readFile` no file is read, even if one is named. */
export interface ConfigInput {
  readonly flags: Flags;
  readonly environment: Environment;
  readonly readFile?: ReadFile;
}

/** A configuration, and where its addresses were given, for what shows only when they are used. */
export interface ConfigWithPlaces {
  readonly config: Config;
  readonly places: Places;
}

export type LoadResult =
  ({ readonly ok: true } & ConfigWithPlaces) | { readonly ok: false; readonly problems: readonly Problem[] };

/** A configuration has some dozens of lines; this keeps a wrong file from being read or parsed for long. */
export const MAX_FILE_BYTES = 65_536;

/** Judges everything that was given, also what a higher source overrides: a wrong value is never kept in silence. */
export async function loadConfig(input: ConfigInput): Promise<LoadResult> {
  const problems: Problem[] = [];
  const { above, below, forwards } = await judgeSources(input, problems);
  const places = new Map<unknown, string>();
  const built = buildForwards({ above, below }, forwards, problems, places);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, config: { forwards: built, ...processFields([...above, ...below], places) }, places };
}

/** What holds for the whole process. */
export type ProcessConfig = Omit<Config, 'forwards'>;

/**
 * That alone, for commands that ask a service which forwards: where it does so need not be what is given here, and
 * then says nothing against the rest.
 */
export async function loadProcessConfig(
  input: ConfigInput,
): Promise<
  | { readonly ok: true; readonly config: ProcessConfig }
  | { readonly ok: false; readonly problems: readonly Problem[] }
> {
  const problems: Problem[] = [];
  const { above, below } = await judgeSources(input, problems);
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, config: processFields([...above, ...below]) };
}

interface Sources extends SharedSettings {
  readonly forwards: FileContent['forwards'];
}

async function judgeSources(
  { flags, environment, readFile }: ConfigInput,
  problems: Problem[],
): Promise<Sources> {
  const byFlag = judge(givenByFlags(flags, problems), problems);
  const byVariable = judge(givenByEnvironment(environment), problems);
  problems.push(...unknownVariables(environment));
  const { given, forwards }: FileContent = readFile
    ? await fileContent(flags, environment, readFile, problems)
    : { given: [] };
  return { above: [byFlag, byVariable], below: [judge(given, problems)], forwards };
}

function processFields(ranks: readonly Settings[], places?: Map<unknown, string>): ProcessConfig {
  const options = OPTIONS.filter(({ scope }) => scope === 'process');
  return fieldsOf(options, ranks, places) as ProcessConfig;
}

function givenByFlags(flags: Flags, problems: Problem[]): OptionText[] {
  return OPTIONS.flatMap((option) => {
    const where = `--${option.name}`;
    const texts = flags.get(option.name) ?? [];
    if (!option.repeatable) reportRepeated(texts, where, problems);
    return texts.map((text) => ({ option, text, where }));
  });
}

/** Reports an option that may stand once and stands more often. */
export function reportRepeated(texts: readonly string[], where: string, problems: Problem[]): void {
  if (texts.length < 2) return;
  problems.push(
    problem('given-twice', where, 'one value', `${texts.length}: ${texts.map(quote).join(', ')}`),
  );
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
  // Loaded when it is needed: the YAML parser is the largest part of the program, and a service may do without a file.
  const { readConfigFile } = await import('./config-file.js');
  return readConfigFile(path, content, problems);
}

async function readText(path: string, where: string, readFile: ReadFile, problems: Problem[]) {
  try {
    const bytes = await readFile(path, MAX_FILE_BYTES);
    if (bytes.length <= MAX_FILE_BYTES) return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    problems.push(
      problem(
        'file-too-large',
        where,
        `a file of at most ${MAX_FILE_BYTES} bytes`,
        `${quote(path)}, which is larger`,
      ),
    );
  } catch (error) {
    problems.push(unreadable(path, where, error));
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

function unreadable(path: string, where: string, error: unknown): Problem {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException;
  const reason = REASONS[code] ?? 'which could not be read';
  return problem(
    'file-unreadable',
    where,
    'a readable YAML file',
    `${quote(path)}, ${reason} (${bare(code)})`,
  );
}

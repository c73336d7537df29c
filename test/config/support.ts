// Loads configurations from texts, as the tests of this folder need it.
import assert from 'node:assert/strict';
import type { Config } from '../../src/config/config.js';
import { loadConfig, type ConfigWithPlaces, type LoadResult } from '../../src/config/load.js';

/** What a test gives: flags and variables by name, and the text of the file `c.yaml`. */
export interface Sources {
  readonly flags?: Readonly<Record<string, readonly string[]>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly yaml?: string;
}

export function load({ flags = {}, environment = {}, yaml }: Sources): Promise<LoadResult> {
  const all = new Map(Object.entries(flags));
  if (yaml !== undefined) all.set('config', ['c.yaml']);
  return loadConfig({ flags: all, environment, readFile: () => Promise.resolve(Buffer.from(yaml ?? '')) });
}

/** What sources that must be right say. */
export async function configured(sources: Sources): Promise<ConfigWithPlaces> {
  const loaded = await load(sources);
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded;
}

/** The configuration of sources that must be right. */
export async function config(sources: Sources): Promise<Config> {
  return (await configured(sources)).config;
}

/** `code where` of every problem of sources that must be wrong. */
export async function problems(sources: Sources): Promise<string[]> {
  const loaded = await load(sources);
  assert.ok(!loaded.ok, JSON.stringify(loaded));
  return loaded.problems.map(({ code, where }) => `${code} ${where}`);
}

// Loads configurations from texts for the tests of this folder.
import assert from 'node:assert/strict';
import type { Config } from '../../src/config/config.js';
import { loadConfig, type ConfigWithPlaces, type LoadResult } from '../../src/config/load.js';
import { placeText } from '../../src/config/place.js';

/** The sources of a test: flags and variables by name, and the text of the file `c.yaml`. */
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

/** The result of valid sources. */
export async function configured(sources: Sources): Promise<ConfigWithPlaces> {
  const loaded = await load(sources);
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded;
}

/** The configuration of valid sources. */
export async function config(sources: Sources): Promise<Config> {
  return (await configured(sources)).config;
}

/** `code where` of every problem of invalid sources. */
export async function problems(sources: Sources): Promise<string[]> {
  const loaded = await load(sources);
  assert.ok(!loaded.ok, JSON.stringify(loaded));
  return loaded.problems.map(({ code, where }) => `${code} ${placeText(where, 'en')}`);
}

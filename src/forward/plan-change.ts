// The changes from the forwards in force to those that are wanted. Nothing is opened or closed here.
import { isDeepStrictEqual } from 'node:util';
import type { ForwardConfig, ListenAddress } from '../config/config.js';
import { formatListen } from '../config/listen-address.js';
import { Slices } from './slices.js';

export interface Change {
  /** The forwards in force that stay as they are, by the wanted ones that equal them. */
  readonly kept: ReadonlyMap<ForwardConfig, ForwardConfig>;
  /** Listen entries of both stay open, also where they go to another forward. */
  readonly opened: readonly ListenAddress[];
  readonly closed: readonly ListenAddress[];
  /** Entries to be closed that may stand in the way of an opened one: they have its port. */
  readonly inTheWay: readonly ListenAddress[];
}

/** Names are unique within `current` and within `wanted`, and so are listen entries. */
export async function planChange(
  current: readonly ForwardConfig[],
  wanted: readonly ForwardConfig[],
  slices = new Slices(),
): Promise<Change> {
  const byName = new Map(current.map((config) => [config.name, config]));
  const kept = new Map<ForwardConfig, ForwardConfig>();
  await slices.forEach(wanted, (config) => {
    const same = byName.get(config.name);
    if (isDeepStrictEqual(same, config)) kept.set(config, same ?? config);
  });
  const opened = missing(wanted, current);
  await slices.pause();
  const closed = missing(current, wanted);
  await slices.pause();
  const ports = new Set(opened.map(({ port }) => port));
  return { kept, opened, closed, inTheWay: closed.filter(({ port }) => ports.has(port)) };
}

/** The entries of `some` that are not among those of `others`. */
function missing(some: readonly ForwardConfig[], others: readonly ForwardConfig[]): ListenAddress[] {
  const known = new Set(others.flatMap(({ listen }) => listen.map(listenKey)));
  return some.flatMap(({ listen }) => listen.filter((entry) => !known.has(listenKey(entry))));
}

/** The same entry keeps its listeners in every forward that it belongs to. */
export function listenKey(entry: ListenAddress): string {
  return entry.fd === undefined ? formatListen(entry) : `fd ${entry.fd}`;
}

// Which way the kernel sends what goes to an address, and whether a device has answered there: ip(8) knows.
import { programJson } from './program-output.js';

export interface Route {
  readonly interface: string;
  /** Whether a router stands in between. */
  readonly isDirect: boolean;
}

/** The way to an address, without zone; undefined if there is none, or no ip(8). */
export async function routeTo(address: string): Promise<Route | undefined> {
  return parseRoute(await programJson('ip', ['-j', 'route', 'get', address]));
}

/** From `ip -j route get`. */
export function parseRoute(answer: unknown): Route | undefined {
  const [route] = rows(answer);
  const { dev, gateway } = route ?? {};
  return typeof dev === 'string' ? { interface: dev, isDirect: gateway === undefined } : undefined;
}

/** `answered`: it has a hardware address, which was confirmed just now; `silent`: nobody has answered. */
export type NeighbourState =
  | { readonly state: 'answered'; readonly mac: string }
  | { readonly state: 'silent' }
  | { readonly state: 'unknown' };

/** A try to connect to it, which has just ended. */
export interface Try {
  readonly hasAnswered: boolean;
  readonly ms: number;
}

/** What the kernel knows of a neighbour, right after a try to connect to it. */
export async function neighbourState(address: string, link: string, last: Try): Promise<NeighbourState> {
  const words = ['-j', '-s', 'neighbour', 'show', 'to', address, 'dev', link];
  return parseNeighbour(await programJson('ip', words), last);
}

/** States of rtnetlink(7) in which a neighbour has a hardware address that may have been confirmed long ago. */
const BEFORE: ReadonlySet<unknown> = new Set(['STALE', 'DELAY', 'PROBE']);
const CONFIRMED: ReadonlySet<unknown> = new Set(['REACHABLE', 'PERMANENT', 'NOARP']);

/** From `ip -j -s neighbour show`, with the seconds since it was confirmed. */
export function parseNeighbour(answer: unknown, { hasAnswered, ms }: Try): NeighbourState {
  if (!Array.isArray(answer)) return { state: 'unknown' };
  const { state: states, lladdr: mac, confirmed } = rows(answer)[0] ?? {};
  const [state] = Array.isArray(states) ? (states as unknown[]) : [];
  if (typeof mac !== 'string') return { state: 'silent' };
  if (hasAnswered) return { state: 'answered', mac };
  if (BEFORE.has(state) || !CONFIRMED.has(state)) return { state: 'silent' };
  // Confirmed earlier, and not asked since: for half a minute the kernel takes that for good.
  const isFresh = typeof confirmed === 'number' && confirmed * 1000 <= ms;
  return isFresh ? { state: 'answered', mac } : { state: 'unknown' };
}

const rows = (answer: unknown): Readonly<Record<string, unknown>>[] =>
  Array.isArray(answer) ? (answer as Readonly<Record<string, unknown>>[]) : [];

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

/** `answered`: it has a hardware address that was confirmed, or used without trouble; `silent`: nobody has answered. */
export type NeighbourState =
  | { readonly state: 'answered'; readonly mac: string }
  | { readonly state: 'silent' }
  | { readonly state: 'unknown' };

/** What the kernel knows of a neighbour, right after a try to connect, which has or has not brought an answer. */
export async function neighbourState(
  address: string,
  link: string,
  hasAnswered: boolean,
): Promise<NeighbourState> {
  const words = ['-j', 'neighbour', 'show', 'to', address, 'dev', link];
  return parseNeighbour(await programJson('ip', words), hasAnswered);
}

/** A hardware address it had before, and does not confirm now, is none (states of rtnetlink(7)). */
const CONFIRMED: ReadonlySet<unknown> = new Set(['REACHABLE', 'PERMANENT', 'NOARP']);
const IN_USE: ReadonlySet<unknown> = new Set(['STALE', 'DELAY', 'PROBE']);

/** From `ip -j neighbour show`. */
export function parseNeighbour(answer: unknown, hasAnswered: boolean): NeighbourState {
  if (!Array.isArray(answer)) return { state: 'unknown' };
  const [neighbour] = rows(answer);
  const [state] = Array.isArray(neighbour?.state) ? (neighbour.state as unknown[]) : [];
  const isThere = CONFIRMED.has(state) || (hasAnswered && IN_USE.has(state));
  const mac = neighbour?.lladdr;
  return isThere && typeof mac === 'string' ? { state: 'answered', mac } : { state: 'silent' };
}

const rows = (answer: unknown): Readonly<Record<string, unknown>>[] =>
  Array.isArray(answer) ? (answer as Readonly<Record<string, unknown>>[]) : [];

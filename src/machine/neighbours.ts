// The kernel's table of neighbours: the devices that this machine has talked with, and whether one has just answered.
import { rowsOf, textIn } from './kernel-file.js';
import { objectsIn, programJson } from './program-output.js';

export interface Neighbour {
  readonly interface: string;
  readonly address: string;
  readonly mac: string;
}

/** ATF_COM in <linux/if_arp.h>: it has answered. */
const COMPLETE = 0x2;

export function readNeighbours(): Neighbour[] {
  return parseNeighbours(textIn('/proc/self/net/arp'));
}

/** From /proc/net/arp: address, hardware type, flags, hardware address, mask, device. */
export function parseNeighbours(table: string): Neighbour[] {
  return rowsOf(table).flatMap(([address = '', , flags, mac = '', , name = '']) =>
    (Number(flags) & COMPLETE) === 0 ? [] : [{ interface: name, address, mac }],
  );
}

/** `answered`: it has a hardware address, which was confirmed just now; `silent`: there was no answer. */
export type NeighbourState =
  | { readonly state: 'answered'; readonly mac: string }
  | { readonly state: 'silent' }
  | { readonly state: 'unknown' };

/** A try to connect to it, which has just ended. */
export interface Try {
  readonly hasAnswered: boolean;
  readonly ms: number;
}

/**
 * The state of a neighbour, right after a try to connect to it. Not from /proc/net/arp, which has neither
 * IPv6 nor the age of a confirmation.
 */
export async function neighbourState(address: string, link: string, last: Try): Promise<NeighbourState> {
  const words = ['-j', '-s', 'neighbour', 'show', 'to', address, 'dev', link];
  return parseNeighbour(await programJson('ip', words), last);
}

/** States of rtnetlink(7); in others, such as STALE, a hardware address may have been confirmed long ago. */
const CONFIRMED: ReadonlySet<unknown> = new Set(['REACHABLE', 'PERMANENT', 'NOARP']);

/** From `ip -j -s neighbour show`, with the seconds since it was confirmed. */
export function parseNeighbour(answer: unknown, { hasAnswered, ms }: Try): NeighbourState {
  if (!Array.isArray(answer)) return { state: 'unknown' };
  const { state: states, lladdr: mac, confirmed } = objectsIn(answer)[0] ?? {};
  const [state] = Array.isArray(states) ? (states as unknown[]) : [];
  if (typeof mac !== 'string') return { state: 'silent' };
  if (hasAnswered) return { state: 'answered', mac };
  if (!CONFIRMED.has(state)) return { state: 'silent' };
  // Confirmed earlier, and not asked since: for half a minute the kernel takes that for good.
  const isFresh = typeof confirmed === 'number' && confirmed * 1000 <= ms;
  return isFresh ? { state: 'answered', mac } : { state: 'unknown' };
}

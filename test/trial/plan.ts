// The plan of one connection of the soak: a pure function of the seed and a number, known to both its ends.
import type { Side } from '../../src/forward/outcome.js';
import { HEADER_BYTES } from './pattern.js';
import { Random } from './random.js';

/**
 * - reset: RST; what is still on its way is lost.
 * - close: the socket is closed without reading on. The kernel sends FIN, or RST where bytes were unread.
 */
export type CutKind = 'reset' | 'close';

/** An end that leaves early. */
interface Cut {
  readonly kind: CutKind;
  /** After how many bytes, `sent` by this side or `received` by it. */
  readonly after: number;
  readonly of: 'sent' | 'received';
}

/** The actions of one end of a connection. */
export interface Script {
  /** Bytes to send: none, or at least the header. */
  readonly size: number;
  /** Most bytes in one write. */
  readonly biggestWrite: number;
  /** How likely a pause is after a write, and how long it is at most, in ms. */
  readonly pauseChance: number;
  readonly longestPauseMs: number;
  /** The reader stops once, when it has received this much, for so long. */
  readonly stallAt: number;
  readonly stallMs: number;
  readonly cut: Cut | undefined;
}

export interface Plan {
  readonly number: number;
  readonly client: Script;
  readonly target: Script;
  /** Both sides' bytes are cut into so many pieces: a side sends its next when it has the other's; 0 = all at once. */
  readonly turns: number;
  /** The side that sends its FIN only after it has received the other's. */
  readonly lastToClose: Side | undefined;
}

/** How big and how rough the plans of a run are. */
export interface PlanLimits {
  readonly seed: number;
  /** Most bytes in one direction. */
  readonly mostBytes: number;
}

/**
 * Clients number their plans from 0. A client that sends no byte cannot tell its number. The target answers it with a
 * plan of its own, numbered from here on.
 */
export const FIRST_NAMELESS = 2 ** 31;

const CUT_CHANCE = 0.15;
const STALL_CHANCE = 0.06;
const LONGEST_STALL_MS = 1500;
const MOST_TURNS = 6;
/** So that big sizes are not sent in a million writes. */
const WRITES_AT_LEAST = 40;

export function planFor(limits: PlanLimits, number: number): Plan {
  const random = new Random(limits.seed, number);
  const sizes = { client: size(random, limits), target: size(random, limits) };
  const nameless = sizes.client === 0 || number >= FIRST_NAMELESS;
  return {
    number,
    client: script(random, sizes.client, sizes.target),
    target: script(random, sizes.target, sizes.client),
    // Without a number from the client the target cannot know when its turn is.
    turns: nameless || random.chance(0.4) ? 0 : random.integer(1, MOST_TURNS),
    lastToClose: nameless ? 'target' : random.pick<Side | undefined>('client', 'target', undefined),
  };
}

function size(random: Random, { mostBytes }: PlanLimits): number {
  if (random.chance(0.1)) return 0;
  // Half of them are what a meter reading is; the rest is spread up to the limit.
  const most = random.chance(0.5) ? 4096 : mostBytes;
  return random.magnitude(HEADER_BYTES, Math.max(HEADER_BYTES, most));
}

function script(random: Random, bytes: number, incoming: number): Script {
  const stalls = incoming > 0 && random.chance(STALL_CHANCE);
  const hasPauses = random.chance(0.3);
  return {
    size: bytes,
    biggestWrite: random.magnitude(Math.max(1, Math.floor(bytes / WRITES_AT_LEAST)), Math.max(1, bytes)),
    pauseChance: hasPauses ? 0.1 : 0,
    longestPauseMs: hasPauses ? 50 : 0,
    stallAt: stalls ? random.integer(0, incoming - 1) : Infinity,
    stallMs: stalls ? random.integer(10, LONGEST_STALL_MS) : 0,
    cut: random.chance(CUT_CHANCE / 2) ? cut(random, bytes, incoming) : undefined,
  };
}

function cut(random: Random, outgoing: number, incoming: number): Cut {
  const of = random.pick('sent', 'received');
  return {
    kind: random.pick('reset', 'close'),
    of,
    after: random.integer(0, of === 'sent' ? outgoing : incoming),
  };
}

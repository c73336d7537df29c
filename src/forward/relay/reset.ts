// Ends a wire with RST, but not before what was written to it has arrived.
import type { SocketEnds } from '../wire/addresses.js';
import type { Wire } from '../wire/wire.js';

/**
 * How many bytes of the socket with these ends are unacknowledged by the other side's kernel, of those written before
 * the call. A FIN counts as one; undefined where that cannot be known. Must not reject.
 */
export type Unacknowledged = (ends: SocketEnds) => Promise<number | undefined>;

/**
 * Time between looks whether the other side has taken what was written, in ms. The first is as short as a round trip
 * in a LAN. The rest grow, because the kernel walks all its sockets for each look.
 */
const FIRST_LOOK_MS = 5;
const RAREST_LOOK_MS = 250;

/** How long a receiver may take nothing at all before the rest is given up, in ms. */
const STALL_MS = 1000;
/** How long the rest may take altogether, in ms: a receiver that trickles must not keep a connection we have ended. */
const FLUSH_LIMIT_MS = 5000;

/**
 * Resets `wire`, and is its only user from this call on. An RST discards what this machine's kernel has not sent yet
 * (RFC 9293 section 3.10.7: "all segments on the retransmission queue"). So the bytes get time to leave, as long as
 * the receiver takes some of them. Waiting is counted in looks, not by the clock:
 * a process that was itself stopped must not blame the receiver.
 *
 * @param hasSentFin a FIN is among what was written
 * @returns how many of the bytes written never reached the other side; undefined where that cannot be known
 */
export async function resetAfterFlush(
  wire: Wire,
  unacknowledged: Unacknowledged,
  hasSentFin: boolean,
): Promise<number | undefined> {
  let left = Infinity;
  let stalled = 0;
  let waited = 0;
  for (let wait = 0; ;) {
    const queue = await unacknowledged(wire.ends);
    if (!wire.isOpen) return undefined;
    const inKernel = Math.max(0, (queue ?? 0) - (hasSentFin ? 1 : 0));
    const rest = inKernel + wire.unsent;
    waited += wait;
    stalled = rest < left ? 0 : stalled + wait;
    left = rest;
    if (rest === 0 || stalled >= STALL_MS || waited >= FLUSH_LIMIT_MS) {
      wire.reset();
      return queue === undefined ? undefined : rest;
    }
    wait = Math.min(Math.max(wait * 2, FIRST_LOOK_MS), RAREST_LOOK_MS);
    await passed(wait);
  }
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

// Ends a socket with RST, but not before what was written to it has arrived.
import type { Socket } from 'node:net';

/**
 * How many bytes written to the socket before the call the other side's kernel has not acknowledged yet; 0 where
 * that cannot be known. Must not reject.
 */
export type Unacknowledged = (socket: Socket) => Promise<number>;

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
 * Resets `socket`, and is its only user from this call on. An RST discards what this machine's kernel has not sent yet
 * (RFC 9293 section 3.10.7: "all segments on the retransmission queue"). So the bytes get time to leave, as long as
 * the receiver takes some of them. Waiting is counted in looks, not by the clock:
 * a process that was itself stopped must not blame the receiver.
 *
 * @returns how many bytes the kernel had taken that never reached the other side
 */
export async function resetAfterFlush(socket: Socket, unacknowledged: Unacknowledged): Promise<number> {
  let left = Infinity;
  let stalled = 0;
  let waited = 0;
  for (let wait = 0; ;) {
    const inKernel = await unsent(socket, unacknowledged);
    if (socket.destroyed) return 0;
    const rest = inKernel + socket.writableLength;
    waited += wait;
    stalled = rest < left ? 0 : stalled + wait;
    left = rest;
    const isOver = rest === 0 || stalled >= STALL_MS || waited >= FLUSH_LIMIT_MS;
    if (isOver && !isFinishing(socket)) {
      socket.resetAndDestroy();
      return inKernel;
    }
    wait = Math.min(Math.max(wait * 2, FIRST_LOOK_MS), RAREST_LOOK_MS);
    await passed(wait);
  }
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A FIN that has not been acknowledged counts as one byte in the kernel's queue. */
async function unsent(socket: Socket, unacknowledged: Unacknowledged): Promise<number> {
  const bytes = await unacknowledged(socket);
  return socket.writableFinished ? Math.max(0, bytes - 1) : bytes;
}

/** Resets `socket` at once; what is still on its way is lost. */
export function resetNow(socket: Socket): void {
  if (isFinishing(socket)) socket.destroy();
  else socket.resetAndDestroy();
}

/** A FIN is on its way to the kernel, for a tick or so; libuv refuses an RST in that moment (uv_tcp_close_reset). */
function isFinishing(socket: Socket): boolean {
  return socket.writableEnded && !socket.writableFinished;
}

// Ends a socket with RST, but not before what was written to it has arrived.
import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'node:net';

/**
 * How many bytes written to the socket the other side's kernel has not acknowledged yet; 0 where that cannot be
 * known. Must not reject.
 */
export type Unacknowledged = (socket: Socket) => Promise<number>;

/** How often to look whether the other side has taken what was written, in ms; a LAN's round trip is below it. */
const POLL_MS = 5;

/** How long a receiver may take nothing at all before the rest is given up, in ms. */
const STALL_MS = 1000;

/**
 * Resets `socket`, and is its only user from this call on. An RST throws away whatever this machine's kernel has
 * not sent yet (RFC 9293 section 3.10.7: "all segments on the retransmission queue" are removed), so first the
 * bytes are waited for as long as the receiver takes some of them.
 *
 * @returns how many bytes the kernel had taken that never reached the other side
 */
export async function resetAfterFlush(socket: Socket, unacknowledged: Unacknowledged): Promise<number> {
  let left = Infinity;
  let movedAt = performance.now();
  for (;;) {
    const inKernel = await unacknowledged(socket);
    if (socket.destroyed) return 0;
    const now = performance.now();
    const rest = inKernel + socket.writableLength;
    if (rest < left) movedAt = now;
    left = rest;
    if ((rest === 0 && !isFinishing(socket)) || now - movedAt >= STALL_MS) {
      socket.resetAndDestroy();
      return inKernel;
    }
    await delay(POLL_MS);
  }
}

/** Resets `socket` at once, whatever is still on its way. */
export function resetNow(socket: Socket): void {
  if (isFinishing(socket)) socket.destroy();
  else socket.resetAndDestroy();
}

/** A FIN is on its way to the kernel, for a tick or so; libuv refuses an RST in that moment (uv_tcp_close_reset). */
function isFinishing(socket: Socket): boolean {
  return socket.writableEnded && !socket.writableFinished;
}

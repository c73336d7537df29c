// Notices that a client which nobody reads has left, while its bytes stay where they are.
import type { Socket } from 'node:net';

/** How often a client that has sent something is asked whether it is still there, in ms. */
const ASK_INTERVAL_MS = 50;
const NOTHING = Buffer.alloc(0);

/**
 * Calls `left` when the client has sent FIN and not a single byte before it; a FIN behind bytes is a half-close. An
 * RST appears as an 'error' of the socket, which is the owner's business.
 *
 * For a FIN to be seen the socket must be read: one piece at most (its highWaterMark is 1), which stays in the socket
 * and is the first that its next reader gets. After that piece, or a FIN behind it, nothing is read any more; whether
 * an RST has come is then found out by writing no bytes, which fails on a socket that was reset.
 *
 * @returns ends the watch
 */
export function watchDeparture(client: Socket, left: () => void): () => void {
  const timer = setInterval(() => client.write(NOTHING), ASK_INTERVAL_MS);
  client.on('readable', onReadable).on('end', left);
  return () => {
    clearInterval(timer);
    client.off('readable', onReadable).off('end', left);
  };

  function onReadable(): void {
    // Readable without a byte: the end, which is told only to who reads on.
    if (client.readableLength === 0) client.read();
  }
}

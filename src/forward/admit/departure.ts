// Notices that a waiting client has left, while its bytes stay in the socket.
import type { Socket } from 'node:net';

/** How often a client that has sent something is asked whether it is still there, in ms. */
const ASK_INTERVAL_MS = 50;
const NOTHING = Buffer.alloc(0);

/**
 * Calls `left` when the client has sent FIN and not a single byte before it; a FIN behind bytes is a half-close. An
 * RST appears as an 'error' of the socket, for its owner.
 *
 * A FIN shows only while the socket is read. At most one piece is read (its highWaterMark is 1); it stays in the socket
 * for the next reader. After that piece, or a FIN behind it, nothing more is read. Writing no bytes then shows whether
 * an RST has come: it fails on a socket that was reset.
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
    // 'readable' with an empty buffer means EOF; 'end' fires only after another read().
    if (client.readableLength === 0) client.read();
  }
}

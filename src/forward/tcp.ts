// How both sockets of a connection are set up; the same for the accepted and the opened one.

/** After how much silence the kernel asks whether the other side is still there, in ms: a client lost with its Wi-Fi. */
const KEEP_ALIVE_DELAY_MS = 60_000;

export const TCP_OPTIONS = {
  // Without it on both sockets Node closes the whole connection at the first FIN and the reply is lost.
  allowHalfOpen: true,
  // Whatever is waiting to be read by us stops the reading: at most one piece waits, and see Direction.readCarefully().
  highWaterMark: 1,
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS,
} as const;

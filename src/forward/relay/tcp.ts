// How both sockets of a connection are set up; the same for the accepted and the opened one.

const COMMON = {
  // Without it on both sockets Node closes the whole connection at the first FIN and the reply is lost.
  allowHalfOpen: true,
  noDelay: true,
} as const;

/** A socket that is read as a stream, at least at first. */
export const STREAM_OPTIONS = {
  ...COMMON,
  // One unread piece stops the reading, see also Reader.readCarefully().
  highWaterMark: 1,
} as const;

/** A socket that is read with `onread`. */
export const ONREAD_OPTIONS = {
  ...COMMON,
  // No listener needs 'drain', which Node would emit after every write above this mark.
  writableHighWaterMark: 1_073_741_824,
} as const;

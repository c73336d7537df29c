// How much a status holds: more rows than these make an answer too long to read. The counts in it are of all.

/** Live connections. */
export const MOST_LIVE = 250;
/** Connections that have ended. */
export const MOST_RECENT = 100;
/** Client addresses, also in memory: a client that changes its address must not fill it. */
export const MOST_CLIENTS = 250;
/** Minutes of traffic. */
export const MINUTES = 60;
/** Hours of the history: a week. */
export const HOURS = 7 * 24;
/** Mistakes of a configuration. */
export const MOST_PROBLEMS = 10;

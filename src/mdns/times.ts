// The times of a claim, from RFC 6762 where it sets them, its clock, and its rate limits.

/** The longest random wait before the first probe, and the wait between probes (section 8.1). */
export const PROBE_MS = 250;
/** The wait after a lost tie-break (section 8.2). */
export const OUTRANKED_MS = 1000;
/** The wait between the two announcements (section 8.3), and after the goodbye of another host (section 10.1). */
export const ANNOUNCE_MS = 1000;
/** The wait between two claims to a name that another host has. */
export const RETRY_MS = 60_000;

/** The clock of a claim; tests pass their own. */
export interface MdnsClock {
  /** Monotonic, in ms. */
  now(): number;
  /** Calls `run` once after so many ms; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

export const CLOCK: MdnsClock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** A limit per second: each call counts one use, and returns whether it is within the limit. */
export function perSecond(limit: number, clock: MdnsClock): () => boolean {
  let [second, uses] = [-Infinity, 0];
  return () => {
    const now = clock.now();
    if (now - second >= 1000) [second, uses] = [now, 0];
    uses += 1;
    return uses <= limit;
  };
}

// The times of multicast DNS, from RFC 6762 where it sets them, and the clock that tests replace.

/** All in ms. */
export interface MdnsTimes {
  /** The longest random wait before the first probe, and the wait between probes (section 8.1). */
  readonly probeMs: number;
  /** The wait after a lost tie-break (section 8.2). */
  readonly outrankedMs: number;
  /** The wait between the two announcements (section 8.3), and after the goodbye of another host (section 10.1). */
  readonly announceMs: number;
  /** The wait between two claims to a name that another host has. */
  readonly retryMs: number;
  /** The interval of reading the interfaces' addresses. */
  readonly lookMs: number;
}

export const MDNS_TIMES: MdnsTimes = {
  probeMs: 250,
  outrankedMs: 1000,
  announceMs: 1000,
  retryMs: 60_000,
  lookMs: 2000,
};

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

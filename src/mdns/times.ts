// How long things take in multicast DNS, as RFC 6762 says where it does.

/** All in ms. */
export interface MdnsTimes {
  /** Before the first probe at most this long, at random; then between probes (section 8.1). */
  readonly probeMs: number;
  /** Before a claim that was outranked is made again (section 8.2). */
  readonly outrankedMs: number;
  /** Between the two announcements (section 8.3), and until a name that was given up is free (section 10.1). */
  readonly announceMs: number;
  /** Between two tries to get a name that somebody else has. */
  readonly retryMs: number;
  /** How often the addresses of the interfaces are looked at. */
  readonly lookMs: number;
}

export const MDNS_TIMES: MdnsTimes = {
  probeMs: 250,
  outrankedMs: 1000,
  announceMs: 1000,
  retryMs: 60_000,
  lookMs: 2000,
};

/** Time as a claim knows it; tests have their own. */
export interface MdnsClock {
  /** In ms, never going back. */
  now(): number;
  /** Runs it once after so many ms; calling what is returned before then prevents it. */
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

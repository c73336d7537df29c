// The number of targets that are looked for: hundreds of them ask before each try, and it is counted once a second.

/** How old the number may be, in ms. */
const COUNT_FOR_MS = 1000;

/** The number of those that are not up, or were not at the last count. */
export function soughtAmong(targets: ReadonlyMap<string, { readonly isUp: boolean }>): () => number {
  let known = 0;
  let countedAt = -Infinity;
  return () => {
    const now = performance.now();
    if (now - countedAt >= COUNT_FOR_MS) {
      known = [...targets.values()].filter(({ isUp }) => !isUp).length;
      countedAt = now;
    }
    return known;
  };
}

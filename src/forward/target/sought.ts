// The number of targets that are looked for: hundreds of them ask before each try, and it is counted once a second.

/** How old the number may be, in ms. */
const COUNT_FOR_MS = 1000;

export function countedSeldom(count: () => number): () => number {
  let known = 0;
  let countedAt = -Infinity;
  return () => {
    const now = performance.now();
    if (now - countedAt >= COUNT_FOR_MS) [known, countedAt] = [count(), now];
    return known;
  };
}

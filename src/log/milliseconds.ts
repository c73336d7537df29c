// Times in ms as programs get to see them: to three decimals, because microseconds are what the clock is good for.

export function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** @returns null for what did not happen */
export function roundedOrNull(ms: number | undefined): number | null {
  return ms === undefined ? null : rounded(ms);
}

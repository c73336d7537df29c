// The few statistics that the results need.

/** Several measurements of the same thing, in short. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The quantile of values in ascending order, between two of them if it lies there. NaN without any. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
  return below + (above - below) * (place - Math.floor(place));
}

/** Undefined without values. */
export function summarize(values: readonly number[]): Summary | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), min: quantile(sorted, 0), max: quantile(sorted, 1) };
}

/**
 * Round by round: what disturbs a machine disturbs neighbours alike, so their ratio says more than that of two
 * medians. A round in which there is nothing positive to divide by tells nothing and is left out.
 */
export function roundRatios(values: readonly number[], others: readonly number[]): number[] {
  if (values.length !== others.length) return [];
  return others.flatMap((other, round) => (other > 0 ? [(values[round] ?? NaN) / other] : []));
}

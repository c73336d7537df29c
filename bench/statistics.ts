// The few statistics that the results need.

/** Several measurements of the same thing, in short. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The quantile of values in ascending order, between two of them if it lies there. NaN without any. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
  return below + (above - below) * (place - Math.floor(place));
}

/** NaN without values. */
export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** Undefined without values. */
export function summarize(values: readonly number[]): Summary | undefined {
  if (values.length === 0) return undefined;
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/**
 * Round by round: a disturbance hits neighbours alike, so their ratio says more than that of two medians. A round
 * without a positive divisor is left out.
 */
export function roundRatios(values: readonly number[], others: readonly number[]): number[] {
  if (values.length !== others.length) return [];
  return others.flatMap((other, round) => (other > 0 ? [(values[round] ?? NaN) / other] : []));
}

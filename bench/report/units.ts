// How values are written for people.
import type { MetricUnit } from '../metrics.js';

const MEGA = 1e6;
const KIB = 1024;

/** About three significant digits, never an exponent. */
export function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
  return value.toFixed(size >= 10 ? 1 : 2);
}

export function writeValue(value: number, unit: MetricUnit): string {
  switch (unit) {
    case 'bytes/s':
      return `${digits(value / MEGA)} MB/s`;
    case 'bytes':
      return value >= KIB * KIB ? `${digits(value / KIB / KIB)} MiB` : `${digits(value / KIB)} KiB`;
    case '1/s':
      return `${digits(value)}/s`;
    case 's/GB':
      return `${digits(value)} s/GB`;
    case 'µs':
    case 'µs/s':
    case 'ms':
      return `${digits(value)} ${unit}`;
  }
}

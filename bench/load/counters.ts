// The bytes that this load process has sent and received, for the check that none is missing.
import type { Totals } from './messages.js';

/** One for the process: every connection adds to it. */
export const counters = { sent: 0, received: 0 } satisfies Totals;

export function totals(): Promise<Totals> {
  return Promise.resolve({ ...counters });
}

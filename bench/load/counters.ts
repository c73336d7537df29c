// The bytes that this load process has sent and received, for the check that none is missing.
import type { Totals } from './messages.js';

export class Counters implements Totals {
  sent = 0;
  received = 0;
}

/** One for the process: every connection adds to it. */
export const counters = new Counters();

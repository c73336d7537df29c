// How long the connections of each forward took, in buckets that fit a slow gateway.
import { Histogram, type Registry } from 'prom-client';
import type { ConnectionRecord } from '../forward/record.js';

/** In seconds: from a cable's milliseconds to the 15 s of a full reading; a session may last for 48 h. */
const CONNECT = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const ANSWER = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60];
const LIFE = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 30, 60, 300, 900, 3600, 21_600, 172_800];

const HISTOGRAMS = [
  ['queue', 'Waiting for the turn at the target', ANSWER, 'queueMs'],
  ['connect', 'From the start of connecting until the target had accepted', CONNECT, 'connectMs'],
  ['first_byte', 'From then until the first byte of the target', ANSWER, 'firstByteMs'],
  ['connection', 'From accept until both sides were closed', LIFE, 'durationMs'],
] as const;

export class Histograms {
  private readonly all;
  private readonly forwards = new Set<string>();

  /** @param prefix of the names, which end in `_duration_seconds` */
  constructor(registry: Registry, prefix: string) {
    this.all = HISTOGRAMS.map(([what, help, buckets, field]) => {
      const name = `${prefix}${what}_duration_seconds`;
      const labelNames = ['forward'];
      const options = { name, help, labelNames, buckets: [...buckets], registers: [registry] };
      return { histogram: new Histogram(options), field };
    });
  }

  /** Shows a forward before it has had a connection, so that the first one is an increase. Later calls do nothing. */
  begin(forward: string): void {
    if (this.forwards.has(forward)) return;
    this.forwards.add(forward);
    for (const { histogram } of this.all) histogram.zero({ forward });
  }

  /** A step that did not happen has no duration. */
  ended(record: ConnectionRecord): void {
    this.begin(record.forward);
    const labels = { forward: record.forward };
    for (const { histogram, field } of this.all) {
      const ms = record[field];
      if (ms !== undefined) histogram.observe(labels, ms / 1000);
    }
  }
}

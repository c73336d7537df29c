// All that is measured, and the names of it in the report.
import type { ForwarderId } from './forwarders/forwarder.js';
import type { Metric } from './metrics.js';

/** A bare Node.js process does nothing at all; its figures are the least that a Node.js program can have. */
export type Subject = ForwarderId | 'node';

export const OWN = 'smgw-proxy';

export const SUBJECTS: Readonly<Record<Subject, string>> = {
  direct: 'direct',
  'smgw-proxy': 'smgw-proxy',
  'socket-wire': 'smgw-proxy --wire socket',
  pipe: 'plain pipe()',
  haproxy: 'HAProxy',
  nginx: 'nginx stream',
  socat: 'socat',
  'systemd-socket-proxyd': 'systemd-socket-proxyd',
  node: 'bare Node.js',
};

/** Whether a subject can have such a figure at all. */
export function has(subject: Subject, { of }: Metric): boolean {
  if (subject === 'direct') return of === 'all';
  if (subject === 'node') return of === 'node';
  return true;
}

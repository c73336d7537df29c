// How many file descriptors a process may have here.
import { readFileSync } from 'node:fs';

/** Node raises its soft limit to the hard one when it starts, and what it starts inherits that. */
export function mostDescriptors(): number {
  const [, soft] = /^Max open files +(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  return soft === 'unlimited' ? Infinity : Number(soft);
}

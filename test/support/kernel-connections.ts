// The connections to a port of loopback, as the kernel knows them.
import { readFileSync } from 'node:fs';
import { formatEnd, TCP_TABLES } from '../../src/machine/proc-net-tcp.js';

/**
 * How many there are that the connecting side holds open, also half-open ones; one that is closed has no inode. Events of
 * the sockets come later, and after those of connections that were made meanwhile.
 */
export function connectionsTo(port: number): number {
  const rows = readFileSync(TCP_TABLES.IPv4, 'latin1').split('\n');
  const target = formatEnd('127.0.0.1', port);
  const own = /^ *\d+: (\w+:\w+) (\w+:\w+) 0[12458] \S+ \S+ \S+ +\d+ +\d+ [1-9]/;
  const matches = rows.map((row) => own.exec(row)).filter((match) => match?.[2] === target);
  // A socket appears twice if the table grows while it is read.
  return new Set(matches.map((match) => match?.[1])).size;
}

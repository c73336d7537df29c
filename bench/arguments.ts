// The command line of the benchmark.
import { parseArgs } from 'node:util';
import type { ForwarderId } from './forwarders/forwarder.js';
import { OWN, SUBJECTS } from './subjects.js';

export interface BenchArguments {
  readonly quick: boolean;
  /** Only loads with this in their title; empty for all. */
  readonly work: string;
  readonly nodeLoad: boolean;
  readonly subjects: readonly ForwarderId[];
  readonly out: string;
  readonly compare: string | undefined;
  readonly help: boolean;
}

/** The words of --subjects. smgw-proxy and a direct connection always take part. */
const OTHERS = Object.keys(SUBJECTS).filter((id) => ![OWN, 'direct', 'node'].includes(id)) as ForwarderId[];

export const HELP = `npm run bench -- [options]

Measures smgw-proxy, a direct connection, a plain pipe() forwarder and, as far as this machine has
them, HAProxy, nginx, socat and systemd-socket-proxyd, on loopback; takes about half an hour.
wrk, nginx and iperf3 make the load where they are installed.

  --quick           a minute or two; good for a look, not for a judgement
  --subjects A,B    compare with these only, of ${OTHERS.slice(0, 3).join(', ')},
                    ${OTHERS.slice(3).join(', ')}
  --work WORD       only kinds of load with this word in their name, such as new or poll
  --node-load       make all load by Node.js, as on a machine without wrk and iperf3
  --out DIR         where bench.json, bench.md and bench.svg go [default: bench/results]
  --compare FILE    also show what has changed since that bench.json
  --help

Exit status: 0, or 1 if something could not be measured, 2 if the arguments are wrong. What this machine has no room
for, such as 10,000 connections, is left out, and the results say why.
`;

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  work: { type: 'string', default: '' },
  'node-load': { type: 'boolean', default: false },
  subjects: { type: 'string', default: OTHERS.join() },
  out: { type: 'string', default: 'bench/results' },
  compare: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** The arguments, or one line that says what is wrong with them. */
export function readArguments(words: readonly string[]): BenchArguments | string {
  try {
    const {
      'node-load': nodeLoad,
      subjects: list,
      compare,
      ...rest
    } = parseArgs({
      args: [...words],
      options: OPTIONS,
    }).values;
    const subjects = [OWN, ...list.split(',')] as ForwarderId[];
    const unknown = subjects.find((id) => id !== OWN && !OTHERS.includes(id));
    if (unknown !== undefined) return `--subjects: expected some of ${OTHERS.join(', ')}, got ${unknown}`;
    return { ...rest, compare, nodeLoad, subjects };
  } catch (error) {
    // Node's first sentence names the word; what follows are tricks for odd file names.
    return (error instanceof Error ? error.message : String(error)).replace(/\.? To specify .*|\n.*/s, '');
  }
}

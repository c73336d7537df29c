// The command line of the benchmark.
import { parseArgs } from 'node:util';

export interface BenchArguments {
  readonly quick: boolean;
  readonly out: string;
  readonly compare: string | undefined;
  readonly help: boolean;
}

export const HELP = `npm run bench -- [options]

Measures smgw-proxy, a direct connection, a plain pipe() forwarder and, as far as this machine has
them, HAProxy, nginx, socat and systemd-socket-proxyd, on loopback; takes about 5 minutes.

  --quick           less than a minute; good for a look, not for a judgement
  --out DIR         where bench.json, bench.md and bench.svg go [default: bench/results]
  --compare FILE    also show what has changed since that bench.json
  --help

Exit status: 0, or 1 if something could not be measured, 2 if the arguments are wrong. What this machine has no room
for, such as 5,000 connections, is left out, and the results say why.
`;

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  out: { type: 'string', default: 'bench/results' },
  compare: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** The arguments, or one line that says what is wrong with them. */
export function readArguments(words: readonly string[]): BenchArguments | string {
  try {
    const { values } = parseArgs({ args: [...words], options: OPTIONS });
    return { ...values, compare: values.compare };
  } catch (error) {
    // Node's first sentence names the word; what follows are tricks for odd file names.
    return (error instanceof Error ? error.message : String(error)).replace(/\.? To specify .*|\n.*/s, '');
  }
}

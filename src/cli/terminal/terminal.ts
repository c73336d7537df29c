// Where commands write: answers to standard output, everything about the call itself to standard error.
import { EXIT_WRONG_INPUT } from '../../config/exit-status.js';
import { problemLine, type Problem } from '../../config/problem.js';

/** The two streams as far as commands need them. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** The columns of standard output; left out for anything but a terminal. */
  readonly width?: number;
  /** Its rows, likewise. */
  readonly height?: number;
}

/** The streams of this process. A reader that has gone, as in `smgw-proxy --help | head -1`, is no error. */
export function processTerminal({ stdout, stderr }: NodeJS.Process): Terminal {
  // Without a listener the process would end with a stack trace; a forwarder must outlive the reader of its output.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  return {
    out: (text) => void stdout.write(text),
    error: (text) => void stderr.write(text),
    // Typed as always there; missing for anything but a terminal, and 0 for one that does not know.
    ...(stdout.isTTY && stdout.columns > 0 && { width: stdout.columns, height: stdout.rows }),
  };
}

/** Tells every problem in a line of its own; returns the exit status that follows from them. */
export function refuse(problems: readonly Problem[], { error }: Terminal): number {
  const lines = problems.map(problemLine);
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  error(`${lines.join('\n')}\nsmgw-proxy: ${count}; nothing was started. See smgw-proxy --help\n`);
  return EXIT_WRONG_INPUT;
}

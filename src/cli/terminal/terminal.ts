// Where commands write: answers to standard output, everything about the call itself to standard error.
import { EXIT_WRONG_INPUT } from '../../config/exit-status.js';
import type { Language, Translated } from '../../config/language.js';
import { problemLine, remedyFor, type Problem } from '../../config/problem.js';
import { fold } from './fold.js';

/** The two streams as far as commands need them. */
export interface Terminal {
  readonly out: (text: string) => void;
  /** Its lines are broken to fit a terminal. */
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
    error: (text) => void stderr.write(fold(text, widthOf(stderr))),
    ...(widthOf(stdout) !== undefined && { width: stdout.columns, height: stdout.rows }),
  };
}

/** Typed as always there; missing for anything but a terminal, and 0 for one that does not know. */
const widthOf = ({ isTTY, columns }: NodeJS.WriteStream): number | undefined =>
  isTTY && columns > 0 ? columns : undefined;

/** The terminal for answers that people read; those for programs stay whole. */
export function folding(terminal: Terminal): Terminal {
  const { out, width } = terminal;
  return {
    ...terminal,
    out: (text) => {
      out(fold(text, width));
    },
  };
}

const TEXTS: Translated<{ readonly nothingStarted: (count: number) => string }> = {
  en: {
    nothingStarted: (count) =>
      `smgw-proxy: ${count === 1 ? '1 problem' : `${count} problems`}; nothing was started. See smgw-proxy --help`,
  },
  de: {
    nothingStarted: (count) =>
      `smgw-proxy: ${count} Fehler, es wurde nichts gestartet. Hilfe: smgw-proxy --help`,
  },
};

/** Tells every problem in a line of its own, and the remedy; returns the exit status that follows from them. */
export function refuse(problems: readonly Problem[], language: Language, { error }: Terminal): number {
  const lines = problems.map((each) => problemLine(each, language));
  const remedy = remedyFor(problems);
  if (remedy !== undefined) lines.push(`→ ${remedy}`);
  error(`${lines.join('\n')}\n${TEXTS[language].nothingStarted(problems.length)}\n`);
  return EXIT_WRONG_INPUT;
}

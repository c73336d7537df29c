// Lines and tables that fit a width.
import wrapAnsi from 'wrap-ansi';
import type { Terminal } from './terminal.js';

/** Wraps a text behind `first`; further lines begin with as many blanks. */
export function hang(first: string, text: string, width: number): string[] {
  const lines = wrapAnsi(text, Math.max(1, width - first.length), { hard: true }).split('\n');
  return lines.map((line, index) => (index === 0 ? first : ' '.repeat(first.length)) + line);
}

/** The lead of a line, which its continuation lines leave blank: a mark, a number, an arrow or a bar. */
const LEAD = /^(?:[✓!✗-] (?:\S+ {2,})?| *(?:→ |\| |\d+\. )?)/;
/** A command at the end of a line. It stays whole, so that it can be pasted. */
const COMMAND = /(?<=: |^)(?:sudo|smgw-proxy|systemctl|journalctl|timedatectl|curl|echo) .*$/;
/** U+00A0 NO-BREAK SPACE. */
const NO_BREAK = '\u00A0';

/** Breaks the lines of a text at the width of the terminal; undefined means no terminal. */
export function fold(text: string, width: number | undefined): string {
  if (width === undefined) return text;
  const lines = text.split('\n');
  return lines.flatMap((line) => (line.length <= width ? [line] : foldLine(line, width))).join('\n');
}

function foldLine(line: string, width: number): string[] {
  const lead = LEAD.exec(line)?.[0] ?? '';
  const text = line.slice(lead.length);
  const [command = ''] = COMMAND.exec(text) ?? [];
  const front = text.slice(0, text.length - command.length).trimEnd();
  // Indented it would break, and could not be pasted.
  if (front !== '' && command.length > width - lead.length)
    return [...hang(lead, front, width), ...hang('', command, width)];
  const kept = text.replace(COMMAND, command.length > width ? command : command.replaceAll(' ', NO_BREAK));
  return hang(lead, kept, width).map((each) => each.replaceAll(NO_BREAK, ' ').trimEnd());
}

/** The terminal, with the lines of every text broken to fit. */
export function folding(terminal: Terminal): Terminal {
  const { out, error, width } = terminal;
  return {
    ...terminal,
    out: (text) => {
      out(fold(text, width));
    },
    error: (text) => {
      error(fold(text, width));
    },
  };
}

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly align?: 'right';
  /** Left out, the last such first, if there is no room. */
  readonly optional?: boolean;
  /** Only the last one: takes what room the others leave, on several lines if need be. */
  readonly wraps?: boolean;
}

const INDENT = '  ';
const GAP = '  ';
/** A column that wraps gets this much, if it can use it, before others are left out for it. */
const WRAPPED_WIDTH = 26;
/** Nothing is cut to less. */
const LEAST_WIDTH = 8;

/** A column of cells, its title first. */
interface Sized extends Pick<Column<never>, 'align' | 'optional' | 'wraps'> {
  readonly cells: readonly string[];
  readonly width: number;
}

/** The lines of a table, the titles first. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): string[] {
  const all = columns.map((column) => {
    const cells = [column.title, ...rows.map(column.cell)];
    const widest = Math.max(...cells.map((cell) => cell.length));
    return { ...column, cells, width: column.wraps ? Math.min(widest, WRAPPED_WIDTH) : widest };
  });
  const fitted = fit(all, width);
  return [undefined, ...rows].flatMap((_, index) => lines(fitted, index, width));
}

/** Leaves columns out, then cuts the widest one, until the rest fits; or not, where nothing is left to be done. */
function fit(columns: readonly Sized[], width: number): readonly Sized[] {
  const needed = columns.reduce((sum, each) => sum + each.width + GAP.length, 0);
  const excess = INDENT.length + needed - GAP.length - width;
  if (excess <= 0) return columns;
  const leave = columns.findLastIndex(({ optional }) => optional);
  if (leave >= 0) return fit(columns.toSpliced(leave, 1), width);
  const widest = Math.max(...columns.map((each) => (each.wraps ? 0 : each.width)));
  const cut = Math.max(LEAST_WIDTH, widest - excess);
  return columns.map((each) => (each.wraps || each.width < widest ? each : { ...each, width: cut }));
}

function lines(columns: readonly Sized[], row: number, width: number): string[] {
  const fixed = columns
    .filter(({ wraps }) => !wraps)
    .map((column) => padded(column.cells[row] ?? '', column));
  const wrapped = columns.find(({ wraps }) => wraps);
  const front = INDENT + fixed.join(GAP);
  if (wrapped === undefined) return [front.trimEnd()];
  return hang(front + GAP, wrapped.cells[row] ?? '', width);
}

function padded(text: string, { width, align }: Sized): string {
  const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
  return align === 'right' ? cut.padStart(width) : cut.padEnd(width);
}

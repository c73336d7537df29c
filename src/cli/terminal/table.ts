// Tables that fit a width.
import { hang } from './fold.js';

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

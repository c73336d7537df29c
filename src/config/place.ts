// Where a value stands, as people read it: an option, a variable, or a line of the configuration file.
import type { Language, Translated } from './language.js';

/** A line of a file, counted from 1; `key` is the name in front of the value. */
export interface FileLine {
  /** Its path, with all characters escaped that a terminal would interpret. */
  readonly file: string;
  readonly line: number;
  /** Only where the line alone does not show the mistake. */
  readonly column?: number;
  readonly key?: string;
}

/** `--target`, `SMGW_PROXY_TARGET`, a line of a file, or words. */
export type ValuePlace = string | FileLine | DefaultOf | Translated<string>;

interface DefaultOf {
  readonly defaultOf: string;
}

/** Whether the value is the default of its option. */
export const isDefault = (place: ValuePlace | undefined): boolean =>
  typeof place === 'object' && 'defaultOf' in place;

const WORDS: Translated<Readonly<Record<'line' | 'column' | 'defaultOf', string>>> = {
  en: { line: 'line', column: 'column', defaultOf: 'default of' },
  de: { line: 'Zeile', column: 'Spalte', defaultOf: 'Standardwert von' },
};

/** `--target`, or `/etc/smgw-proxy/config.yaml, line 12, target` */
export function placeText(place: ValuePlace, language: Language): string {
  const words = WORDS[language];
  if (typeof place === 'string') return place;
  if ('defaultOf' in place) return `${words.defaultOf} --${place.defaultOf}`;
  if (!('file' in place)) return place[language];
  const { file, line, column, key } = place;
  const parts = [file, `${words.line} ${line}`];
  if (column !== undefined) parts.push(`${words.column} ${column}`);
  if (key !== undefined) parts.push(key);
  return parts.join(', ');
}

/** The command that opens a file at a line: sudo, because the file of the service belongs to root. */
export function editCommand({ file, line }: FileLine): string {
  const nano = `nano +${line} ${file}`;
  return file.startsWith('/etc/') ? `sudo ${nano}` : nano;
}

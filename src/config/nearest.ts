// Finds the known word closest to a mistyped one, for "did you mean …?".
import { alike, type Translated } from './language.js';

/** Longer words are no typing mistakes, and take long to compare. */
const MAX_WORD = 40;

/**
 * The end of a message, ` - did you mean …?`, with the known word within few typing mistakes of `word`; else empty. Case
 * and `_` do not count.
 *
 * @param prefix of all these words: the more letters are alike anyway, the more mistakes would pass for few
 */
export function suggestion(word: string, known: readonly string[], prefix = ''): Translated<string> {
  if (word.length > MAX_WORD) return alike('');
  const mistakes = known.map((candidate) => ({ candidate, count: distance(plain(word), plain(candidate)) }));
  const [best] = mistakes.sort((a, b) => a.count - b.count);
  return best && best.count <= Math.ceil((word.length - prefix.length) / 4)
    ? { en: ` - did you mean ${best.candidate}?`, de: ` - meinten Sie ${best.candidate}?` }
    : alike('');
}

const plain = (word: string) => word.toLowerCase().replaceAll('_', '-');

/** The Damerau-Levenshtein distance (optimal string alignment): insert, delete, replace and swap count one each. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const [above, before] = [rows[i - 1] ?? [], rows[i - 2] ?? []];
      const replaced = at(above, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(before, j - 2) + 1 : Infinity;
      row.push(Math.min(at(above, j) + 1, at(row, j - 1) + 1, replaced, swapped));
    }
    rows.push(row);
  }
  return at(rows[a.length] ?? [], b.length);
}

const at = (row: readonly number[], index: number) => row[index] ?? Infinity;

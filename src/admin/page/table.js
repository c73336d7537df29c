// A list of things as a table, which on a narrow screen becomes one card for each of them.
/** @import { Children } from './dom.js' */
/** @import { View } from './view.js' */
/** @import { Tone } from './forward-state.js' */
import { h } from './dom.js';

/** How many are shown until the reader asks for all. */
const FIRST = 15;

/**
 * The content of a cell. `note`: a second, quieter line; `lang`: the language of the note if it is not the page's.
 *
 * @typedef {object} Cell
 * @property {string} text
 * @property {string | undefined} [title]
 * @property {Tone} [tone]
 * @property {string | undefined} [note]
 * @property {string | undefined} [lang]
 */

/**
 * @template T
 * @typedef {object} Column
 * @property {string} label
 * @property {(item: T) => Cell} cell
 * @property {'time' | 'words' | 'number'} [kind] how it is set out
 */

/**
 * @template T
 * @param {View} view
 * @param {object} options
 * @param {string} options.caption what it holds, for screen readers; no two tables have the same
 * @param {string} options.none what to say when there is nothing
 * @param {(item: T) => string | number} options.keyOf
 * @param {readonly Column<T>[]} options.columns the first one names the row
 * @param {readonly T[]} items
 * @returns {Children}
 */
export function table({ texts, format, unfolded, redraw }, { caption, none, keyOf, columns }, items) {
  if (items.length === 0) return [h('p', { class: 'none' }, none)];
  const showsAll = unfolded.has(caption);
  const onclick = () => {
    if (!unfolded.delete(caption)) unfolded.add(caption);
    redraw();
  };
  // The roles are what a table has anyhow; display: block, which makes cards of it, would take them away.
  const heads = columns.map(({ label, kind }) =>
    h('th', { scope: 'col', role: 'columnheader', class: kind }, label),
  );
  const rows = (showsAll ? items : items.slice(0, FIRST)).map((item) =>
    h('tr', { key: keyOf(item), role: 'row' }, columns.map(cellOf(item))),
  );
  return [
    h('table', { role: 'table' }, [
      h('caption', { class: 'visually-hidden' }, caption),
      h('thead', { role: 'rowgroup' }, [h('tr', { role: 'row' }, heads)]),
      h('tbody', { role: 'rowgroup' }, rows),
    ]),
    items.length > FIRST &&
      h(
        'button',
        { type: 'button', class: 'more', 'aria-expanded': String(showsAll), onclick },
        showsAll ? texts.showFewer : texts.showAll(format.count(items.length)),
      ),
  ];
}

/**
 * @template T
 * @param {T} item
 */
function cellOf(item) {
  /** @param {Column<T>} column @param {number} at */
  return ({ label, kind, cell }, at) => {
    const { text, title, tone, note, lang } = cell(item);
    const [tag, attributes] =
      at === 0 ? ['th', { scope: 'row', role: 'rowheader' }] : ['td', { role: 'cell' }];
    return h(tag, { ...attributes, 'data-label': label, class: kind }, [
      h('span', { class: 'text', title, 'data-tone': tone }, text),
      note !== undefined && h('span', { class: 'note', lang }, note),
    ]);
  };
}

// A list of things as a table, which on a narrow screen becomes one card for each of them.
/** @import { View } from './view.js' */
/** @import { Tone } from './forward-state.js' */
import { KeyedList, html, setAttributes, setHidden, setText } from './dom.js';

/** How many are shown until somebody asks for all. */
const FIRST = 15;

/**
 * What is in a cell. `note`: a second, quieter line; `lang`: the language of the note if it is not the page's.
 *
 * @typedef {object} Cell
 * @property {string} text
 * @property {string} [title]
 * @property {Tone} [tone]
 * @property {string} [note]
 * @property {string} [lang]
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
 * @typedef {object} TableOptions
 * @property {string} caption what it holds, for those who do not see it
 * @property {string} none what to say when there is nothing
 * @property {(item: T) => string} keyOf
 * @property {readonly Column<T>[]} columns the first one names the row
 */

/** @template T */
export class Table {
  /** @type {readonly T[]} */
  #items = [];
  #showsAll = false;

  /**
   * @param {View} view
   * @param {Element} parent
   * @param {TableOptions<T>} options
   */
  constructor(view, parent, { caption, none, keyOf, columns }) {
    this.view = view;
    // The roles are what a table has anyhow; display: block, which makes cards of it, would take them away.
    const heads = columns.map(({ label, kind }) =>
      html('th', { scope: 'col', role: 'columnheader', class: kind ?? false }, label),
    );
    const body = html('tbody', { role: 'rowgroup' });
    this.table = html(
      'table',
      { role: 'table' },
      html('caption', { class: 'visually-hidden' }, caption),
      html('thead', { role: 'rowgroup' }, html('tr', { role: 'row' }, ...heads)),
      body,
    );
    this.none = html('p', { class: 'none' }, none);
    this.button = html('button', { type: 'button', class: 'more' });
    this.button.addEventListener('click', () => {
      this.#showsAll = !this.#showsAll;
      this.#draw();
    });
    this.list = new KeyedList(body, keyOf, () => row(columns));
    parent.append(this.table, this.none, this.button);
  }

  /** @param {readonly T[]} items */
  show(items) {
    this.#items = items;
    this.#draw();
  }

  #draw() {
    const { texts, format } = this.view;
    const items = this.#items;
    this.list.show(this.#showsAll ? items : items.slice(0, FIRST));
    setHidden(this.table, items.length === 0);
    setHidden(this.none, items.length > 0);
    setHidden(this.button, items.length <= FIRST);
    setText(this.button, this.#showsAll ? texts.showFewer : texts.showAll(format.count(items.length)));
    setAttributes(this.button, { 'aria-expanded': String(this.#showsAll) });
  }
}

/**
 * @template T
 * @param {readonly Column<T>[]} columns
 */
function row(columns) {
  const cells = columns.map((column, at) => cell(column, at === 0));
  const node = html('tr', { role: 'row' }, ...cells.map((each) => each.node));
  /** @param {T} item */
  const update = (item) => {
    for (const each of cells) each.update(item);
  };
  return { node, update };
}

/**
 * @template T
 * @param {Column<T>} column
 * @param {boolean} isHead
 */
function cell({ label, kind, cell: contentOf }, isHead) {
  const text = html('span', { class: 'text' });
  const note = html('span', { class: 'note' });
  const attributes = { 'data-label': label, class: kind ?? false };
  const node = isHead
    ? html('th', { scope: 'row', role: 'rowheader', ...attributes }, text, note)
    : html('td', { role: 'cell', ...attributes }, text, note);
  /** @param {T} item */
  const update = (item) => {
    const content = contentOf(item);
    setText(text, content.text);
    setAttributes(text, { title: content.title ?? false, 'data-tone': content.tone ?? false });
    setText(note, content.note ?? '');
    setAttributes(note, { lang: content.lang ?? false, hidden: content.note === undefined });
  };
  return { node, update };
}

// The page's own few ways with the DOM: everything from the network is put in as text, and only what differs is touched.

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {Readonly<Record<string, string | number | boolean>>} Attributes true: without a value; false: not at all */

/**
 * An element with attributes and children.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function html(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} name
 * @param {Attributes} [attributes]
 * @param {...Node} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/**
 * @param {Element} element
 * @param {Attributes} attributes
 */
export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false) element.removeAttribute(name);
    else {
      const text = value === true ? '' : String(value);
      if (element.getAttribute(name) !== text) element.setAttribute(name, text);
    }
  }
}

/**
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * @param {HTMLElement} element
 * @param {boolean} isHidden
 */
export function setHidden(element, isHidden) {
  if (element.hidden !== isHidden) element.hidden = isHidden;
}

/** The element of the page with that id. @param {string} id */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`no element #${id}`);
  return element;
}

/**
 * What stands for one item of a list; `update` brings it up to date.
 *
 * @template T
 * @typedef {{ readonly node: Element, update(item: T): void }} Row
 */

/**
 * Keeps the children of an element in step with a list: rows stay the same elements as long as their item is there, so
 * that focus, selection and scrolling stay as well.
 *
 * @template T
 */
export class KeyedList {
  /** @readonly @type {Map<string, Row<T>>} */
  #rows = new Map();

  /**
   * @param {Element} parent nobody else touches its children
   * @param {(item: T) => string} keyOf unique within the list
   * @param {() => Row<T>} create
   */
  constructor(parent, keyOf, create) {
    this.parent = parent;
    this.keyOf = keyOf;
    this.create = create;
  }

  /** @param {readonly T[]} items */
  show(items) {
    const wanted = new Set(items.map(this.keyOf));
    for (const [key, { node }] of this.#rows) {
      if (wanted.has(key)) continue;
      node.remove();
      this.#rows.delete(key);
    }
    let place = this.parent.firstElementChild;
    for (const item of items) {
      const row = this.#rowOf(this.keyOf(item));
      row.update(item);
      if (row.node === place) place = place.nextElementSibling;
      else this.parent.insertBefore(row.node, place);
    }
  }

  /** @param {string} key */
  #rowOf(key) {
    const row = this.#rows.get(key) ?? this.create();
    this.#rows.set(key, row);
    return row;
  }
}

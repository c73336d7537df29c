// Draws the page from descriptions of its elements, and touches only what differs from what is there.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * true: an attribute without a value; false or undefined: none; a function: an event handler. `key` is no attribute: it
 * tells a child from its siblings when their order changes.
 *
 * @typedef {Readonly<Record<string, string | number | boolean | undefined | (() => void)>>} Attributes
 */
/** @typedef {{ readonly tag: string, readonly attributes: Attributes, readonly content: Content }} Description */
/** @typedef {readonly (Description | false | undefined)[]} Children places may be empty */
/** @typedef {string | Children} Content */

/**
 * Describes an element. Text is put in as text, wherever it comes from.
 *
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {Content} [content]
 * @returns {Description}
 */
export function h(tag, attributes = {}, content = []) {
  return { tag, attributes, content };
}

/** The children of an element by their keys. @type {WeakMap<Element, Map<string, Element>>} */
const drawn = new WeakMap();

/**
 * Makes the content of an element the described one.
 *
 * @param {Element} element
 * @param {Content} content
 */
export function draw(element, content) {
  if (typeof content !== 'string') drawChildren(element, content);
  else if (element.textContent !== content) element.textContent = content;
}

/**
 * A child stays the same element as long as it is described, so that focus, selection and scrolling stay as well.
 *
 * @param {Element} parent
 * @param {Children} content
 */
function drawChildren(parent, content) {
  /** @type {Map<string, Element>} */
  const former = drawn.get(parent) ?? new Map();
  const wanted = content.flatMap((each, at) =>
    each ? [{ ...each, key: `${each.tag} ${String(each.attributes.key ?? at)}` }] : [],
  );
  const keys = new Set(wanted.map(({ key }) => key));
  for (const [key, child] of former) if (!keys.has(key)) child.remove();
  /** @type {Map<string, Element>} */
  const children = new Map();
  let place = parent.firstElementChild;
  for (const { key, tag, attributes, content: inside } of wanted) {
    const child = former.get(key) ?? document.createElementNS(tag === 'svg' ? SVG : parent.namespaceURI, tag);
    children.set(key, child);
    setAttributes(child, attributes);
    draw(child, inside);
    if (child === place) place = child.nextElementSibling;
    else parent.insertBefore(child, place);
  }
  drawn.set(parent, children);
}

/**
 * @param {Element} element
 * @param {Attributes} attributes
 */
function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = value === true ? '' : String(value);
    if (typeof value === 'function') Object.assign(element, { [name]: value });
    else if (value === undefined || value === false) element.removeAttribute(name);
    else if (name !== 'key' && element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/** The element of the page with that id. @param {string} id */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`no element #${id}`);
  return element;
}

// The large state at the top: one card for each forward.
/** @import { ForwardStatus } from '../status/schema.js' */
/** @import { View } from './view.js' */
import { KeyedList, html, setAttributes, setHidden, setText } from './dom.js';
import { adviceFor, headlineOf } from './forward-state.js';
import { icon } from './icons.js';
import { capitalised } from './texts.js';
import { when } from './view.js';

/**
 * @param {View} view
 * @param {Element} parent
 * @param {() => boolean} hasSeveral whether there are several, and it has to be said which
 */
export function forwardCards(view, parent, hasSeveral) {
  /** @type {KeyedList<ForwardStatus>} */
  const list = new KeyedList(
    parent,
    ({ name }) => name,
    () => card(view, hasSeveral),
  );
  return list;
}

/**
 * @param {View} view
 * @param {() => boolean} hasSeveral
 */
function card(view, hasSeveral) {
  const shape = html('div', { class: 'shape' });
  const name = html('p', { class: 'forward-name' });
  const title = html('h2');
  const since = html('p', { class: 'since' });
  const why = html('p', { class: 'why' });
  const steps = html('ul');
  const advice = html('div', { class: 'advice' }, html('h3', {}, view.texts.lookAt), steps);
  const facts = html('dl', { class: 'facts' });
  const words = html('div', { class: 'state-words' }, name, title, since, why);
  const node = html(
    'article',
    { class: 'card state' },
    html('div', { class: 'state-head' }, shape, words),
    advice,
    facts,
  );
  /** @type {KeyedList<string>} */
  const stepList = new KeyedList(steps, (step) => step, stepRow);
  /** @type {KeyedList<Fact>} */
  const factList = new KeyedList(facts, ({ label }) => label, factRow);

  /** @param {ForwardStatus} forward */
  const update = (forward) => {
    const headline = headlineOf(forward);
    if (node.dataset.state !== headline) shape.replaceChildren(icon(headline));
    setAttributes(node, { 'data-state': headline });
    setText(name, forward.name);
    setHidden(name, !hasSeveral());
    setText(title, view.texts.headlines[headline]);
    const start = sinceOf(view, forward);
    setText(since, start?.text ?? '');
    setAttributes(since, { title: start?.title ?? false });
    setHidden(since, start === undefined);
    const reason = reasonFor(view, forward);
    setText(why, reason);
    setHidden(why, reason === '');
    const key = adviceFor(forward);
    stepList.show(key === undefined ? [] : view.texts.advice[key]);
    setHidden(advice, key === undefined);
    factList.show(factsOf(view, forward));
  };
  return { node, update };
}

function stepRow() {
  const node = html('li');
  return {
    node,
    update: (/** @type {string} */ step) => {
      setText(node, step);
    },
  };
}

/** @typedef {{ readonly label: string, readonly text: string, readonly title?: string, readonly more?: string }} Fact */

function factRow() {
  const label = html('dt');
  const text = html('dd');
  const more = html('dd', { class: 'note' });
  /** @param {Fact} fact */
  const update = (fact) => {
    setText(label, fact.label);
    setText(text, fact.text);
    setAttributes(text, { title: fact.title ?? false });
    setText(more, fact.more ?? '');
    setHidden(more, fact.more === undefined);
  };
  return { node: html('div', {}, label, text, more), update };
}

/**
 * Since when it has been so, as far as the headline is about the target.
 *
 * @param {View} view
 * @param {ForwardStatus} forward
 */
function sinceOf(view, forward) {
  const headline = headlineOf(forward);
  if ((headline !== 'reachable' && headline !== 'unreachable') || forward.target.since === null)
    return undefined;
  const { moment, ago, title } = when(view, forward.target.since);
  return { text: view.texts.since(moment, ago), title };
}

/**
 * @param {View} view
 * @param {ForwardStatus} forward
 */
function reasonFor({ texts }, forward) {
  const headline = headlineOf(forward);
  const listen = forward.listen.join(', ');
  if (headline === 'waiting' || headline === 'listen-failed') return texts.explanations[headline](listen);
  if (headline === 'untried') return texts.explanations.untried;
  const failure = forward.target.lastFailure;
  if (headline === 'reachable' || failure === null) return '';
  return `${capitalised(texts.outcomes[failure.outcome])}.`;
}

/**
 * @param {View} view
 * @param {ForwardStatus} forward
 * @returns {readonly Fact[]}
 */
function factsOf(view, forward) {
  const { texts, format } = view;
  const { lastRead, target, totals, addresses } = forward;
  const headline = headlineOf(forward);
  const read = lastRead === null ? undefined : when(view, lastRead.at);
  const aboutTarget = headline === 'waiting' || headline === 'listen-failed';
  const closed = headline === 'unreachable' ? texts.facts.closed : texts.facts.nowhere;
  const bytes = format.bytes(totals.bytesToClient + totals.bytesToTarget);
  const count = totals.connections + totals.active;
  return [
    {
      label: texts.facts.lastRead,
      text: lastRead === null || read === undefined ? texts.never : texts.by(read.ago, lastRead.client),
      ...(read !== undefined && { title: read.title }),
    },
    {
      label: texts.facts.gateway,
      text: target.address,
      ...(aboutTarget && { more: texts.targetStates[target.state] }),
    },
    { label: texts.facts.listens, text: addresses.length > 0 ? places(texts, addresses) : closed },
    { label: texts.facts.totals, text: texts.totals(count, format.count(count), bytes) },
    ...trouble(view, forward),
  ];
}

/**
 * The host and port that a client needs, the usual port first. A port alone is one of every address of that machine, and
 * this page has come from one of them.
 *
 * @param {View['texts']} texts
 * @param {readonly string[]} addresses such as 443 or 192.168.0.10:8080
 */
function places({ place, thisMachine }, addresses) {
  const own = LOOPBACK.test(location.hostname) ? thisMachine : location.hostname;
  const parts = addresses.map((address) => /^(?:(.*):)?(\d+)$/.exec(address) ?? []);
  const shown = parts.map(([, host = own, port = '']) => ({ port, text: place(host, port) }));
  const usual = shown.filter(({ port }) => port === USUAL_PORT);
  return [...new Set([...usual, ...shown])].map(({ text }) => text).join('\n');
}

/** That of HTTPS: clients take it when they are told none. */
const USUAL_PORT = '443';
const LOOPBACK = /^(?:localhost|127\..*|\[::1\])$/;

/**
 * When it was last the other way round.
 *
 * @param {View} view
 * @param {ForwardStatus} forward
 * @returns {readonly Fact[]}
 */
function trouble(view, { target }) {
  const { texts } = view;
  if (target.state === 'down' && target.lastSuccess !== null) {
    const { ago, title } = when(view, target.lastSuccess);
    return [{ label: texts.facts.lastSuccess, text: ago, title }];
  }
  if (target.state !== 'up' || target.lastFailure === null) return [];
  const { ago, title } = when(view, target.lastFailure.at);
  const more = capitalised(texts.outcomes[target.lastFailure.outcome]);
  return [{ label: texts.facts.lastFailure, text: ago, title, more }];
}

// The large verdict at the top: one card for each forward, those that need attention first.
/** @import { ForwardStatus } from '../status/schema.js' */
/** @import { Children, Description } from './dom.js' */
/** @import { Headline } from './forward-state.js' */
/** @import { View } from './view.js' */
import { deviceOf } from './devices.js';
import { byId, h } from './dom.js';
import { adviceFor, portTaken, ranked } from './forward-state.js';
import { placesOf } from './home-assistant.js';
import { icon } from './icons.js';
import { capitalised } from './texts.js';
import { when } from './view.js';

/** How many are shown until the reader asks for more. */
const FIRST = 6;
/** And then: hundreds of cards would be found by search only, and drawn every two seconds. */
const MOST = 60;
/** In `view.unfolded` when all are shown. */
const ALL = 'forwards';

/**
 * @param {View} view
 * @param {readonly ForwardStatus[]} forwards
 * @returns {Children}
 */
export function forwardCards(view, forwards) {
  const { texts, unfolded, redraw, search } = view;
  const showsAll = unfolded.has(ALL);
  const found = ranked(forwards).filter((forward) => isFound(forward, search));
  const most = Math.min(MOST, found.length);
  const onclick = () => {
    if (!unfolded.delete(ALL)) unfolded.add(ALL);
    redraw();
  };
  const shown = found.slice(0, showsAll ? most : FIRST);
  return [
    ...shown.map((forward) => forwardCard(view, forward, forwards.length > 1)),
    found.length === 0 && h('p', { key: 'none', class: 'none' }, texts.search.none),
    found.length > FIRST &&
      h(
        'button',
        { key: ALL, type: 'button', class: 'more', 'aria-expanded': String(showsAll), onclick },
        showsAll ? texts.showFewer : showMore(view, most, found.length),
      ),
  ];
}

/** @param {View} view @param {number} most @param {number} all */
function showMore({ texts, format }, most, all) {
  return most === all
    ? texts.showAll(format.count(all))
    : texts.search.showSome(format.count(most), format.count(all));
}

/** @param {ForwardStatus} forward @param {string} search */
function isFound({ name, target, listen }, search) {
  const wanted = search.trim().toLowerCase();
  return [name, target.address, ...listen].some((text) => text.toLowerCase().includes(wanted));
}

/**
 * The field to find one of many forwards with; hidden where all are in sight.
 *
 * @param {View} view
 * @param {readonly ForwardStatus[]} forwards
 */
export function searchField(view, forwards) {
  const oninput = () => {
    view.search = /** @type {HTMLInputElement} */ (byId('search')).value;
    view.redraw();
  };
  return h('p', { id: 'find', class: 'find', hidden: forwards.length <= FIRST }, [
    h('label', { for: 'search' }, view.texts.search.label),
    h('input', { id: 'search', type: 'search', autocomplete: 'off', spellcheck: 'false', oninput }),
  ]);
}

/**
 * @param {View} view
 * @param {ForwardStatus} forward
 * @param {boolean} hasSeveral whether there are several, and it has to be said which
 */
function forwardCard(view, forward, hasSeveral) {
  const { texts } = view;
  const advice = adviceFor(forward);
  return stateCard(view, forward.verdict, {
    key: forward.name,
    name: hasSeveral ? forward.name : undefined,
    lines: [sinceLine(view, forward), whyLine(view, forward)],
    advice: advice && texts.advice[advice],
    more: h('dl', { class: 'facts' }, factsOf(view, forward, hasSeveral).map(factLine)),
  });
}

/**
 * A card with a headline and its shape.
 *
 * @param {View} view
 * @param {Headline} headline
 * @param {{ readonly key: string, readonly id?: string, readonly name?: string | undefined, readonly lines: Children, readonly advice?: readonly string[] | undefined, readonly more?: Description }} parts
 */
export function stateCard({ texts }, headline, { key, id, name, lines, advice, more }) {
  return h('article', { key, id, class: 'card state', 'data-state': headline }, [
    h('div', { class: 'state-head' }, [
      h('div', { class: 'shape' }, [icon(headline)]),
      h('div', { class: 'state-words' }, [
        name !== undefined && h('p', { class: 'forward-name' }, name),
        h('h2', {}, texts.headlines[headline]),
        ...lines,
      ]),
    ]),
    advice &&
      h('div', { class: 'advice' }, [
        h('h3', {}, texts.lookAt),
        h(
          'ul',
          {},
          advice.map((step) => h('li', {}, step)),
        ),
      ]),
    more,
  ]);
}

/** @typedef {{ readonly label: string, readonly text: string, readonly title?: string, readonly more?: string }} Fact */

/** @param {Fact} fact */
function factLine({ label, text, title, more }) {
  return h('div', { key: label }, [
    h('dt', {}, label),
    h('dd', { title }, text),
    more !== undefined && h('dd', { class: 'note' }, more),
  ]);
}

/**
 * The time that belongs to the headline.
 *
 * @param {View} view
 * @param {ForwardStatus} forward
 */
function sinceLine(view, { verdict, target, lastRead, unanswered }) {
  const { texts, format } = view;
  /** @param {string} time @param {(at: ReturnType<typeof when>) => string} words */
  const line = (time, words) => {
    const at = when(view, time);
    return h('p', { class: 'since', title: at.title }, words(at));
  };
  if ((verdict === 'target-down' || verdict === 'certificate-changed') && target.since !== null)
    return line(target.since, ({ moment, ago }) => texts.since(moment, ago));
  if (verdict === 'unanswered' && unanswered !== null)
    return line(unanswered.at, ({ ago }) =>
      texts.lastTried(ago, deviceOf(view, unanswered.client), format.count(unanswered.times)),
    );
  if (verdict !== 'read' && verdict !== 'not-read') return undefined;
  if (lastRead === null) return h('p', { class: 'since' }, texts.neverRead);
  return line(lastRead.at, ({ ago }) => texts.lastReadBy(ago, deviceOf(view, lastRead.client)));
}

/**
 * @param {View} view
 * @param {ForwardStatus} forward
 */
function whyLine(view, forward) {
  const why = reasonFor(view, forward);
  return why !== undefined && h('p', { class: 'why' }, why);
}

/**
 * The cause behind the headline.
 *
 * @param {View} view
 * @param {ForwardStatus} forward
 */
function reasonFor(view, forward) {
  const { explanations } = view.texts;
  const { verdict, target } = forward;
  switch (verdict) {
    case 'port-taken':
      return takenWords(view, forward);
    case 'waiting':
    case 'listen-failed':
      return explanations[verdict](listenWords(forward));
    case 'target-unknown':
    case 'not-read-yet':
      return explanations[verdict];
    case 'unanswered':
      return hintWords(view, forward);
    case 'target-down':
    case 'certificate-changed':
      return target.lastFailure ? sentence(view.texts.outcomes[target.lastFailure.outcome]) : undefined;
    case 'read':
    case 'not-read':
      return undefined;
  }
}

/** @param {ForwardStatus} forward */
function listenWords({ listenFailures, listen }) {
  return (listenFailures?.map(({ address }) => address) ?? listen).join(', ');
}

/** @param {string} words */
const sentence = (words) => `${capitalised(words)}.`;

/** @param {View} view @param {ForwardStatus} forward */
function hintWords({ texts }, { unanswered }) {
  const hint = unanswered?.hint;
  return hint === undefined ? undefined : sentence(texts.hint(hint));
}

/** @param {View} view @param {ForwardStatus} forward */
function takenWords({ texts: { explanations } }, forward) {
  const { address = '', pid = null, program = null, user = null } = portTaken(forward) ?? {};
  return pid === null
    ? explanations.takenBy(address, user ?? '')
    : explanations.taken(address, program ?? '', pid);
}

/**
 * @param {View} view
 * @param {ForwardStatus} forward
 * @param {boolean} hasSeveral
 * @returns {readonly Fact[]}
 */
function factsOf(view, forward, hasSeveral) {
  const { texts, format } = view;
  const { lastRead, target, totals, addresses, verdict } = forward;
  const read = lastRead === null ? undefined : when(view, lastRead.at);
  const aboutTarget = ['waiting', 'listen-failed', 'port-taken'].includes(verdict);
  const closed = verdict === 'target-down' ? texts.facts.closed : texts.facts.nowhere;
  const places = placesOf(view, addresses).map(({ text }) => text);
  const bytes = format.bytes(totals.bytesToClient + totals.bytesToTarget);
  const count = totals.connections + totals.active;
  /** @type {readonly (Fact | false)[]} */
  const facts = [
    verdict !== 'read' &&
      verdict !== 'not-read' && {
        label: texts.facts.lastRead,
        text:
          lastRead === null || read === undefined
            ? texts.never
            : texts.by(read.ago, deviceOf(view, lastRead.client)),
        ...(read !== undefined && { title: read.title }),
      },
    {
      label: texts.facts.gateway,
      text: placeOf(target),
      ...(aboutTarget && { more: texts.targetStates[target.state] }),
    },
    // A single one has a card of its own for that.
    (hasSeveral || addresses.length === 0) && {
      label: texts.facts.listens,
      text: addresses.length > 0 ? places.join('\n') : closed,
    },
    { label: texts.facts.totals, text: texts.totals(count, format.count(count), bytes) },
    ...trouble(view, forward),
  ];
  return facts.filter((fact) => fact !== false);
}

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

/** @param {ForwardStatus['target']} target */
function placeOf({ address, source }) {
  return source === null ? address : `${address} (${source})`;
}

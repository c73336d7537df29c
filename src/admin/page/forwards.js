// The large state at the top: one card for each forward.
/** @import { ForwardStatus } from '../status/schema.js' */
/** @import { Headline } from './forward-state.js' */
/** @import { View } from './view.js' */
import { h } from './dom.js';
import { adviceFor, headlineOf, portTaken } from './forward-state.js';
import { icon } from './icons.js';
import { capitalised } from './texts.js';
import { when } from './view.js';

/**
 * @param {View} view
 * @param {ForwardStatus} forward
 * @param {boolean} hasSeveral whether there are several, and it has to be said which
 */
export function forwardCard(view, forward, hasSeveral) {
  const { texts } = view;
  const headline = headlineOf(forward);
  const reason = reasonFor(view, forward);
  const advice = adviceFor(forward);
  return h('article', { key: forward.name, class: 'card state', 'data-state': headline }, [
    h('div', { class: 'state-head' }, [
      h('div', { class: 'shape' }, [icon(headline)]),
      h('div', { class: 'state-words' }, [
        hasSeveral && h('p', { class: 'forward-name' }, forward.name),
        h('h2', {}, texts.headlines[headline]),
        sinceLine(view, forward),
        reason !== '' && h('p', { class: 'why' }, reason),
      ]),
    ]),
    advice &&
      h('div', { class: 'advice' }, [
        h('h3', {}, texts.lookAt),
        h(
          'ul',
          {},
          texts.advice[advice].map((step) => h('li', {}, step)),
        ),
      ]),
    h('dl', { class: 'facts' }, factsOf(view, forward).map(factLine)),
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

/** @param {Headline} headline */
const isDown = (headline) => headline === 'unreachable' || headline === 'certificate-changed';

/**
 * Since when it has been so, as far as the headline is about the target.
 *
 * @param {View} view
 * @param {ForwardStatus} forward
 */
function sinceLine(view, forward) {
  const headline = headlineOf(forward);
  const isOfTarget = headline === 'reachable' || isDown(headline);
  if (!isOfTarget || forward.target.since === null) return undefined;
  const { moment, ago, title } = when(view, forward.target.since);
  return h('p', { class: 'since', title }, view.texts.since(moment, ago));
}

/**
 * @param {View} view
 * @param {ForwardStatus} forward
 */
function reasonFor({ texts }, forward) {
  const headline = headlineOf(forward);
  const { explanations } = texts;
  const taken = portTaken(forward);
  if (taken !== undefined)
    return taken.pid === null
      ? explanations.takenBy(taken.address, taken.user ?? '')
      : explanations.taken(taken.address, taken.program ?? '', taken.pid);
  const failed = forward.listenFailures?.map(({ address }) => address);
  const listen = (failed ?? forward.listen).join(', ');
  if (headline === 'waiting' || headline === 'listen-failed') return explanations[headline](listen);
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
  const closed = isDown(headline) ? texts.facts.closed : texts.facts.nowhere;
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

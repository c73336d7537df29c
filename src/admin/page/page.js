// The status page: puts its parts together and keeps them up to date.
/** @import { MdnsStatus, Status } from '../status/schema.js' */
/** @import { Children, Description } from './dom.js' */
/** @import { View } from './view.js' */
import { trafficOf } from './chart.js';
import { ServiceClock } from './clock.js';
import { clientsTable, liveTable, recentTable } from './connections.js';
import { byId, draw, h } from './dom.js';
import { Format } from './format.js';
import { headlineOf } from './forward-state.js';
import { forwardCard } from './forwards.js';
import { chooseLanguage } from './language.js';
import { Poll } from './poll.js';
import { TEXTS } from './texts.js';
import { when } from './view.js';

const { language, locale } = chooseLanguage(navigator.languages);
const texts = TEXTS[language];
const format = new Format(locale, texts.justNow);
/** @type {View} */
const view = { texts, format, clock: new ServiceClock(), unfolded: new Set(), redraw };

/** @type {Status | undefined} the newest there is */
let newest;
/** When there was contact last, by this browser's clock. */
let lastContact = new Date();
let isLost = false;

document.documentElement.lang = language;
draw(byId('skip'), texts.skip);
draw(byId('raw-data'), texts.rawData);
byId('main').replaceChildren();
redraw();

function redraw() {
  document.documentElement.classList.toggle('is-old', isLost);
  draw(byId('main'), [
    isLost &&
      h('div', { id: 'lost', class: 'banner' }, [h('p', {}, lostWords()), h('p', {}, texts.lostMore)]),
    newest?.stopping && h('p', { id: 'stopping', class: 'banner' }, texts.stopping),
    h('div', { id: 'names' }, newest?.mdns ? lostNames(newest.mdns) : []),
    !isLost && newest === undefined && h('p', { class: 'asking' }, texts.asking),
    h('div', { id: 'forwards', class: 'forwards', tabindex: -1 }, newest && forwardCards(newest)),
    newest && h('div', { id: 'details' }, details(newest)),
  ]);
  if (newest === undefined) return;
  const { moment, ago } = when(view, newest.since);
  draw(byId('version'), texts.footer(newest.version, moment, ago));
  byId('about').hidden = false;
}

/** @param {MdnsStatus} mdns @returns {Children} */
function lostNames({ name, links }) {
  const taken = links.filter(({ state }) => state === 'taken');
  return taken.map(({ interface: link, rival }) =>
    h('div', { key: link, class: 'banner' }, [
      h('p', {}, texts.nameTaken(name, link, rival ?? '?')),
      h('p', {}, texts.nameTakenMore),
    ]),
  );
}

function lostWords() {
  return texts.lost(format.exactTime.format(lastContact));
}

/** @param {Status} status @returns {Children} */
function forwardCards({ forwards }) {
  return forwards.map((forward) => forwardCard(view, forward, forwards.length > 1));
}

/** @param {Status} status @returns {Children} */
function details({ forwards, totals, traffic, connections, recent, clients }) {
  const hasSeveral = forwards.length > 1;
  const count = h(
    'p',
    { id: 'live-count', class: 'count' },
    texts.liveNow(format.count(totals.active), totals.queued),
  );
  return [
    section('traffic', texts.traffic.title, trafficOf(view, traffic)),
    section('live', texts.live.title, liveTable(view, connections, hasSeveral), count),
    section('recent', texts.recent.title, recentTable(view, recent, hasSeveral)),
    section('clients', texts.clients.title, clientsTable(view, clients)),
  ];
}

/** @param {string} id @param {string} title @param {Children} content @param {Description} [count] */
function section(id, title, content, count) {
  const heading = h('h2', { id: `${id}-title` }, title);
  return h('section', { id, class: 'card', 'aria-labelledby': `${id}-title` }, [
    h('div', { class: 'title-row' }, [heading, count]),
    ...content,
  ]);
}

/** For screen readers: said once, and only when it is something new. @param {string} text */
function say(text) {
  draw(byId('spoken'), text);
}

/** The page in a few words, for its title and for screen readers. @param {Status} status */
function inShort({ forwards, stopping }) {
  if (stopping) return texts.stopping;
  return forwards
    .map((forward) => {
      const headline = texts.headlines[headlineOf(forward)];
      return forwards.length > 1 ? `${forward.name}: ${headline}` : headline;
    })
    .join(', ');
}

/** @param {boolean} isSlowed */
function inContact(isSlowed) {
  if (isLost) say(texts.back);
  isLost = false;
  draw(byId('slowed'), isSlowed ? texts.slowed : '');
}

const poll = new Poll('status', {
  answered: (status) => {
    lastContact = new Date();
    inContact(false);
    const [before, now] = [newest && inShort(newest), inShort(status)];
    newest = status;
    view.clock.answered(status.now);
    redraw();
    if (now !== before) say(now);
    draw(byId('title'), `${now} – ${texts.title}`);
  },
  slowed: () => {
    inContact(true);
    redraw();
  },
  lost: () => {
    if (!isLost) say(lostWords());
    isLost = true;
    // The times go on, so that it is seen how old the rest is.
    redraw();
  },
});

function lookOrRest() {
  if (document.visibilityState === 'visible') poll.start();
  else poll.stop();
}

document.addEventListener('visibilitychange', lookOrRest);
lookOrRest();

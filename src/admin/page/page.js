// The status page: puts its parts together and keeps them up to date.
/** @import { MdnsStatus, RefusedConfigStatus, Status } from '../status/schema.js' */
/** @import { Children, Description } from './dom.js' */
/** @import { View } from './view.js' */
import { trafficOf } from './chart.js';
import { ServiceClock } from './clock.js';
import { clientsTable, liveTable, recentOf } from './connections.js';
import { shortName } from './devices.js';
import { byId, draw, h } from './dom.js';
import { Format } from './format.js';
import { needsAttention } from './forward-state.js';
import { forwardCards, searchField, stateCard } from './forwards.js';
import { historyOf } from './history.js';
import { copyText, homeAssistantCard } from './home-assistant.js';
import { chooseLanguage } from './language.js';
import { Poll } from './poll.js';
import { TEXTS } from './texts.js';
import { when } from './view.js';

const { language, locale } = chooseLanguage(navigator.languages, document.documentElement.lang);
const texts = TEXTS[language];
const format = new Format(locale, texts.justNow);
/** How long a button says that it has copied something, in ms. */
const COPIED_MS = 4000;

/** @type {View} */
const view = {
  texts,
  format,
  clock: new ServiceClock(),
  unfolded: new Set(),
  names: new Map(),
  copied: undefined,
  search: '',
  copy,
  redraw,
};

/** @type {Status | undefined} the newest there is */
let newest;
/** When there was contact last, by this browser's clock. */
let lastContact = new Date();
let isLost = false;

document.documentElement.lang = language;
draw(byId('skip'), texts.skip);
draw(byId('raw-data'), texts.rawData);
draw(byId('guide'), texts.guide);
byId('main').replaceChildren();
redraw();

function redraw() {
  document.documentElement.classList.toggle('is-old', isLost);
  draw(byId('main'), [
    ...notes(),
    !isLost && newest === undefined && h('p', { class: 'asking' }, texts.asking),
    newest && summary(newest),
    newest && !isLost && searchField(view, newest.forwards),
    h('div', { id: 'forwards', class: 'forwards', tabindex: -1 }, headCards()),
    newest && h('div', { id: 'details' }, details(newest)),
  ]);
  if (newest !== undefined) drawFooter(newest);
}

/** Above the verdicts, which may be good all the same. @returns {Children} */
function notes() {
  return [
    newest?.stopping && h('p', { id: 'stopping', class: 'banner' }, texts.stopping),
    h('div', { id: 'refused' }, newest?.refusedConfig ? refusedNote(newest.refusedConfig) : []),
    h('div', { id: 'names' }, newest?.mdns ? lostNames(newest.mdns) : []),
  ];
}

/** @param {Status} status */
function drawFooter({ version, host, since }) {
  const { moment, ago } = when(view, since);
  draw(byId('version'), texts.footer(version, host, moment, ago));
  byId('about').hidden = false;
}

/** @param {Status} status */
function summary(status) {
  return h('p', { id: 'summary', hidden: isLost || status.forwards.length === 1 }, overall(status));
}

/** Without contact nothing is known of the forwards, and that is the headline. @returns {Children} */
function headCards() {
  if (isLost) return [lostCard()];
  return newest ? forwardCards(view, newest.forwards) : [];
}

function lostCard() {
  const before = newest && h('p', { class: 'why' }, texts.lostBefore(overall(newest)));
  const since = h('p', { class: 'since' }, texts.lost(format.exactTime.format(lastContact)));
  const { lost: advice } = texts.advice;
  return stateCard(view, 'lost', { key: 'lost', id: 'lost', lines: [since, before], advice });
}

/** The forwards go on, and a restart would not help. @param {RefusedConfigStatus} refused @returns {Children} */
function refusedNote({ since, problems, mend }) {
  const { moment, ago } = when(view, since);
  return [
    h('div', { class: 'banner' }, [
      h('p', {}, texts.refused(moment, ago)),
      ...problems.map((lines) => h('p', { key: lines.en }, lines[language])),
      mend !== null && h('p', {}, [h('span', {}, `${texts.mend} `), h('code', {}, mend)]),
      h('p', {}, [h('span', {}, `${texts.thenReload} `), h('code', {}, 'sudo systemctl reload smgw-proxy')]),
    ]),
  ];
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

/** @param {Status} status @returns {Children} */
function details(status) {
  const { forwards, totals, traffic, history, connections, clients } = status;
  const recent = status.recent.filter(({ ownProbe }) => !ownProbe);
  const hasSeveral = forwards.length > 1;
  const [only] = forwards;
  const entry = only && !hasSeveral && homeAssistantCard(view, only);
  if (clients.length + recent.length === 0)
    return [entry, section('nothing', texts.nothing.title, [h('p', { class: 'none' }, texts.nothing.more)])];
  const count = h(
    'p',
    { id: 'live-count', class: 'count' },
    texts.liveNow(format.count(totals.active), totals.queued),
  );
  return [
    entry,
    section('recent', texts.recent.title, recentOf(view, recent, hasSeveral)),
    section('clients', texts.clients.title, clientsTable(view, clients)),
    section('live', texts.live.title, liveTable(view, connections, hasSeveral), count),
    section('traffic', texts.traffic.title, [...trafficOf(view, traffic), ...historyOf(view, history)]),
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

/** @param {string} text */
async function copy(text) {
  if (!(await copyText(text))) return;
  view.copied = text;
  say(texts.homeAssistant.copied);
  redraw();
  setTimeout(() => {
    view.copied = undefined;
    redraw();
  }, COPIED_MS);
}

/** The page in a few words, for its title and for screen readers. @param {Status} status */
function inShort(status) {
  return status.stopping ? texts.stopping : overall(status);
}

/** @param {Status} status */
function overall({ forwards }) {
  const [first, second] = forwards;
  if (first !== undefined && second === undefined) return texts.headlines[first.verdict];
  const troubled = forwards.filter(needsAttention).length;
  return texts.several(format.count(forwards.length), format.count(troubled), troubled);
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
    view.names = new Map(status.clients.map((client) => [client.address, shortName(client)]));
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
    if (!isLost) {
      say(texts.headlines.lost);
      draw(byId('title'), `${texts.headlines.lost} – ${texts.title}`);
    }
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

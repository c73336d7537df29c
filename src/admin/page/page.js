// The status page: puts its parts together and keeps them up to date.
/** @import { Status } from '../status/schema.js' */
/** @import { View } from './view.js' */
import { Chart } from './chart.js';
import { clientsTable } from './clients.js';
import { ServiceClock } from './clock.js';
import { liveTable, recentTable } from './connections.js';
import { Contact } from './contact.js';
import { byId, setHidden, setText } from './dom.js';
import { Format } from './format.js';
import { headlineOf } from './forward-state.js';
import { forwardCards } from './forwards.js';
import { chooseLanguage } from './language.js';
import { Minutes } from './minutes.js';
import { Poll } from './poll.js';
import { TEXTS } from './texts.js';
import { when } from './view.js';

const { language, locale } = chooseLanguage(navigator.languages);
const texts = TEXTS[language];
/** @type {View} */
const view = { texts, format: new Format(locale, texts.justNow), clock: new ServiceClock() };

document.documentElement.lang = language;
for (const [id, text] of Object.entries({
  skip: texts.skip,
  asking: texts.asking,
  stopping: texts.stopping,
  'traffic-title': texts.traffic.title,
  'live-title': texts.live.title,
  'recent-title': texts.recent.title,
  'clients-title': texts.clients.title,
  'raw-data': texts.rawData,
}))
  setText(byId(id), text);

/** @type {Status | undefined} the newest there is */
let newest;
const hasSeveral = () => newest !== undefined && newest.forwards.length > 1;
const contact = new Contact(view);
const forwards = forwardCards(view, byId('forwards'), hasSeveral);
const chart = new Chart(view, byId('traffic'));
const minutes = new Minutes(view, byId('traffic'));
const live = liveTable(view, byId('live'), hasSeveral);
const recent = recentTable(view, byId('recent'), hasSeveral);
const clients = clientsTable(view, byId('clients'));

/** @param {Status} status */
function show(status) {
  forwards.show(status.forwards);
  setHidden(byId('asking'), true);
  setHidden(byId('stopping'), !status.stopping);
  chart.show(status.traffic);
  minutes.show(status.traffic);
  live.show(status.connections);
  recent.show(status.recent);
  clients.show(status.clients);
  const { active, queued } = status.totals;
  setText(byId('live-count'), texts.liveNow(view.format.count(active), queued));
  const { moment, ago } = when(view, status.since);
  setText(byId('version'), texts.footer(status.version, moment, ago));
  for (const id of ['details', 'about']) setHidden(byId(id), false);
}

/** What the page comes to in a few words: for its title, and for those who hear it. @param {Status} status */
function inShort({ forwards: all, stopping }) {
  if (stopping) return texts.stopping;
  return all
    .map((forward) => {
      const headline = texts.headlines[headlineOf(forward)];
      return all.length > 1 ? `${forward.name}: ${headline}` : headline;
    })
    .join(', ');
}

const poll = new Poll('status', {
  answered: (status) => {
    const before = newest === undefined ? '' : inShort(newest);
    newest = status;
    view.clock.answered(status.now);
    contact.answered();
    show(status);
    const now = inShort(status);
    if (now !== before) contact.say(now);
    setText(byId('title'), `${now} – ${texts.title}`);
  },
  slowed: () => {
    contact.slowed();
    if (newest !== undefined) show(newest);
  },
  lost: () => {
    contact.lost();
    setHidden(byId('asking'), true);
    // The times go on, so that it is seen how old the rest is.
    if (newest !== undefined) show(newest);
  },
});

function lookOrRest() {
  if (document.visibilityState === 'visible') poll.start();
  else poll.stop();
}

document.addEventListener('visibilitychange', lookOrRest);
lookOrRest();

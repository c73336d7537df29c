// The page of a setup that waits: shows how it stands, and makes room for the status page when all is set up.
/** @import { SetupStanding, StandingStep, StandingWords } from '../../setup/standing.js' */
/** @import { Description } from './dom.js' */
/** @import { Headline } from './forward-state.js' */
import { byId, draw, h } from './dom.js';
import { icon } from './icons.js';
import { chooseLanguage } from './language.js';
import { SETUP_TEXTS } from './setup-texts.js';

const { language, locale } = chooseLanguage(navigator.languages, document.documentElement.lang);
const texts = SETUP_TEXTS[language];

/** From one question to the next, and how long an answer may take, in ms. */
const INTERVAL_MS = 1500;
const TIMEOUT_MS = 4000;
/** Questions without an answer before contact counts as lost: the status page takes over within some seconds. */
const PATIENCE = 4;
const NOT_FOUND = 404;

/** @type {SetupStanding | undefined} */
let newest;
let unanswered = 0;

/** By stage. @type {Readonly<Record<string, Headline>>} */
const ICONS = {
  ...{ network: 'waiting', 'no-cable': 'lost', 'home-network': 'listen-failed', searching: 'waiting' },
  ...{ 'not-found': 'not-read', 'which-cable': 'target-unknown', several: 'target-unknown' },
  ...{ foreign: 'target-unknown', 'setting-up': 'read', trouble: 'target-down' },
};

/** Stages in which there is nothing for the reader to do. */
const CALM = ['searching', 'setting-up'];

/** A command at the end of a line, for a code of its own. */
const COMMAND = /^(.*): (sudo .*)$/;

document.documentElement.lang = language;
byId('main').replaceChildren();
draw(byId('guide'), texts.guide);
redraw();

function redraw() {
  const isLost = unanswered >= PATIENCE;
  draw(byId('main'), [
    newest === undefined && !isLost && h('p', { class: 'asking' }, texts.asking),
    isLost && card('lost', texts.lost, texts.lostMore),
    !isLost && newest && stageCard(newest),
    newest && stepsCard(newest.words[language]),
  ]);
  if (newest === undefined) return;
  draw(byId('version'), texts.footer(newest.version, newest.host));
  byId('about').hidden = false;
}

/** @param {SetupStanding} standing */
function stageCard({ stage, since, words }) {
  const { headline, advice } = words[language];
  const time = new Date(since).toLocaleTimeString(locale, { timeStyle: 'short' });
  return card(stage, headline, advice, h('p', { class: 'since' }, texts.since(time)));
}

/** @param {string} stage @param {string} headline @param {readonly string[]} advice @param {Description} [since] */
function card(stage, headline, advice, since) {
  return h('article', { key: stage, class: 'card state', 'data-state': stage }, [
    h('div', { class: 'state-head' }, [
      h('div', { class: 'shape' }, [icon(ICONS[stage] ?? 'lost')]),
      h('div', { class: 'state-words' }, [h('h2', {}, headline), since]),
    ]),
    h('div', { class: 'advice' }, [
      h('h3', {}, CALM.includes(stage) ? texts.isSo : texts.toDo),
      h('ul', {}, advice.map(adviceLine)),
    ]),
  ]);
}

/** @param {string} line */
function adviceLine(line) {
  const [, before, command] = COMMAND.exec(line) ?? [];
  if (before === undefined || command === undefined) return h('li', {}, [h('span', {}, line)]);
  // Lines break between words only, or a phone would tear "--" from its option.
  const words = command.split(' ').map((word, at) => h('span', {}, at === 0 ? word : ` ${word}`));
  return h('li', {}, [h('span', {}, `${before}:`), h('code', {}, words)]);
}

/** @param {StandingWords} words */
function stepsCard({ steps }) {
  if (steps.length === 0) return undefined;
  return h('section', { id: 'search', class: 'card', 'aria-labelledby': 'search-title' }, [
    h('h2', { id: 'search-title' }, texts.steps),
    h('ol', { class: 'steps' }, steps.map(stepLine)),
  ]);
}

/** @param {StandingStep} step */
function stepLine({ mark, name, text }) {
  return h('li', { 'data-mark': mark }, [
    h('span', { class: 'mark' }, texts.marks[mark] ?? mark),
    h('span', {}, [
      h('span', { class: 'step-name' }, text === '' ? `${name} …` : name),
      h('span', {}, text === '' ? '' : `: ${text}`),
    ]),
  ]);
}

/** @param {SetupStanding} standing */
function answered(standing) {
  unanswered = 0;
  const before = newest?.words[language].headline;
  newest = standing;
  redraw();
  const { headline } = standing.words[language];
  if (headline === before) return;
  draw(byId('spoken'), headline);
  draw(byId('title'), `${headline} – ${texts.title}`);
}

async function ask() {
  try {
    const response = await fetch('setup', { signal: AbortSignal.timeout(TIMEOUT_MS), cache: 'no-store' });
    // Here is the status page now.
    if (response.status === NOT_FOUND) location.reload();
    else if (response.ok) answered(await /** @type {Promise<SetupStanding>} */ (response.json()));
    else unanswered += 1;
  } catch {
    unanswered += 1;
  }
  if (unanswered >= PATIENCE) redraw();
  setTimeout(() => void ask(), INTERVAL_MS);
}

void ask();

// The words of a stage in one language: headline, advice, and the steps of the search.
import type { Language } from '../../../config/language.js';
import { bare } from '../../../config/problem.js';
import type { DiscoveryStep } from '../../../discovery/device.js';
import type { StepReport } from '../../../discovery/discover.js';
import type { Stage, StandingStep, StandingWords } from '../../../setup/standing.js';
import { DISCOVER_TEXTS } from '../../discover/texts.js';
import { stepLine } from '../../discover/view.js';
import type { StageFacts } from './stage.js';
import { WAIT_TEXTS, type WaitTexts } from './texts.js';

/** The stage, and what there is to tell of it. */
export interface Scenery extends StageFacts {
  /** The interface with the cable. */
  readonly link: string;
  readonly reports: readonly StepReport[];
  readonly running?: DiscoveryStep | undefined;
  /** The lines in which an attempt has told its failure. */
  readonly failure: readonly string[];
}

export function wordsOf(scenery: Scenery, language: Language): StandingWords {
  const texts = WAIT_TEXTS[language];
  return {
    headline: texts.headlines[scenery.stage],
    advice: ADVICE[scenery.stage](scenery, texts, language),
    steps: stepsOf(scenery, language),
  };
}

type Advice = (scenery: Scenery, texts: WaitTexts, language: Language) => readonly string[];

const ADVICE: Readonly<Record<Stage, Advice>> = {
  network: (_, texts) => texts.network,
  'no-cable': ({ link, lacksSocket }, texts, language) => {
    const [, ...remedy] = DISCOVER_TEXTS[language].carrier(bare(link)).unplugged;
    return lacksSocket === true ? [texts.noSocket] : remedy;
  },
  'home-network': ({ lacksWifi }, texts, language) => [
    ...(lacksWifi === true ? [texts.noWifi] : []),
    ...texts.cableIntoHome,
    ...(lacksWifi === undefined ? [texts.isGatewayThere(setup('--target 10.11.120.2', language))] : []),
  ],
  'which-cable': ({ choices = [] }, texts, language) => [
    ...texts.whichCable,
    ...choices.map((each) => texts.link(bare(each), setup(`--interface ${bare(each)}`, language))),
  ],
  searching: (_, texts) => texts.searching,
  'not-found': (_, texts) => texts.notFound,
  several: whichDevice,
  foreign: whichDevice,
  'setting-up': (_, texts) => texts.settingUp,
  trouble: ({ failure }, texts) => [...texts.trouble, ...failure],
};

function whichDevice({ choices = [] }: Scenery, texts: WaitTexts, language: Language): readonly string[] {
  const commands = choices.map((each) => setup(`--target ${target(each)}`, language));
  return [...texts.decide, ...choices.map((each, at) => texts.gateway(bare(each), commands[at] ?? ''))];
}

const setup = (words: string, language: Language): string =>
  `sudo smgw-proxy setup ${words} --lang ${language}`;

/** As the option takes it. */
const target = (address: string): string => bare(address.includes(':') ? `'[${address}]'` : address);

function stepsOf({ reports, running, link }: Scenery, language: Language): readonly StandingStep[] {
  const texts = DISCOVER_TEXTS[language];
  const done = reports.filter(isWorthTelling).map((report) => {
    const { mark, name, text, remedy = [] } = stepLine(report, texts, link, new Date());
    return { mark, name, text, remedy };
  });
  if (running === undefined) return done;
  return [...done, { mark: 'running', name: texts.steps[running], text: '', remedy: [] }];
}

/** Steps that only a person at the keyboard can ask for are none of this search. */
const isWorthTelling = (report: StepReport): boolean =>
  !('result' in report && report.result.kind === 'skipped' && report.result.reason === 'not-asked');

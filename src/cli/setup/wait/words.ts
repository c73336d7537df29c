// The words of a stage in one language: headline, advice, and the steps of the search.
import { bare } from '../../../config/problem.js';
import type { DiscoveryStep } from '../../../discovery/device.js';
import type { StepReport } from '../../../discovery/discover.js';
import type { StandingStep, StandingWords } from '../../../setup/standing.js';
import type { Language } from '../../command.js';
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

/** The page is the same for all who read it, so that the words say nothing of a certificate. */
export function wordsOf(scenery: Scenery, language: Language): StandingWords {
  const texts = WAIT_TEXTS[language];
  return {
    headline: texts.headlines[scenery.stage],
    advice: adviceOf(scenery, texts, language),
    steps: stepsOf(scenery, language),
  };
}

function adviceOf(scenery: Scenery, texts: WaitTexts, language: Language): readonly string[] {
  const { stage, choices = [], link } = scenery;
  const setup = (words: string): string => `sudo smgw-proxy setup ${words} --lang ${language}`;
  switch (stage) {
    case 'network':
      return texts.network;
    case 'no-cable': {
      const [, ...remedy] = DISCOVER_TEXTS[language].carrier(bare(link)).unplugged;
      return scenery.lacksSocket === true ? [texts.noSocket] : remedy;
    }
    case 'home-network':
      return [
        ...(scenery.lacksWifi === true ? [texts.noWifi] : []),
        ...texts.cableIntoHome,
        ...(scenery.lacksWifi === undefined ? [texts.isGatewayThere(setup('--target 10.11.120.2'))] : []),
      ];
    case 'which-cable':
      return [
        ...texts.whichCable,
        ...choices.map((each) => texts.link(bare(each), setup(`--interface ${bare(each)}`))),
      ];
    case 'searching':
      return texts.searching;
    case 'not-found':
      return texts.notFound;
    case 'several':
    case 'foreign':
      return [
        ...texts.decide,
        ...choices.map((each) => texts.gateway(bare(each), setup(`--target ${target(each)}`))),
      ];
    case 'setting-up':
      return texts.settingUp;
    case 'trouble':
      return [...texts.trouble, ...scenery.failure];
  }
}

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

// Decides on the options that depend on the maker: from the evidence, from an answer, or so that they suit all makers.
import { isSure, type MakerGuess } from '../../gateway/maker.js';
import { MAKERS, optionsFor, type Maker, type MakerOptions } from '../../gateway/makers.js';
import { SERVICE_CONFIG } from '../../config/options.js';
import { bare } from '../../config/problem.js';
import { ownNetworks } from '../../machine/interfaces.js';
import { nameHolder } from '../../mdns/name-holder.js';
import { textOf } from '../../setup/gather.js';
import { askLine } from '../terminal/keyboard.js';
import type { Steps } from '../terminal/steps.js';
import type { SetupTexts } from './texts.js';

export interface MakerQuestion {
  readonly guess: MakerGuess | undefined;
  /** The user has written the configuration, so that only a certain need changes it. */
  readonly hasConfig: boolean;
  readonly texts: SetupTexts;
  readonly steps: Steps;
  /** The address of another device at home with that name. */
  readonly holderOf: (name: string) => Promise<string | undefined>;
  /** Undefined where the recommended answer is taken. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
}

/** The way to the user and into the home. */
interface Asked {
  /** The interface into the home. */
  readonly home: string;
  readonly isAsked: boolean;
  readonly signal: AbortSignal;
}

/** The time that devices at home have to answer to a name, in ms. Wi-Fi delivers multicast in steps of 100 ms and more. */
const NAME_WAIT_MS = 1500;

export async function makerOptions(
  about: Pick<MakerQuestion, 'guess' | 'texts' | 'steps'>,
  { home: link, isAsked, signal }: Asked,
): Promise<MakerOptions> {
  return decideOptions({
    ...about,
    hasConfig: (await textOf(SERVICE_CONFIG)) !== undefined,
    holderOf: (name) => nameHolder({ name, link, own: ownNetworks(), waitMs: NAME_WAIT_MS, signal }),
    ask: isAsked ? (question) => askLine(question, signal) : undefined,
  });
}

/** The makers in the order of the question; the answer is the place in it, from 1. */
const CHOICE = Object.keys(MAKERS) as Maker[];

/** The options to write. */
export async function decideOptions(question: MakerQuestion): Promise<MakerOptions> {
  const maker = await decideMaker(question);
  if (maker === undefined && question.hasConfig) return {};
  const { mdns, ...others } = optionsFor(maker);
  const isFree = mdns === undefined || (await mayTake(mdns, maker !== undefined, question));
  return { ...others, ...(mdns !== undefined && isFree ? { mdns } : {}) };
}

async function decideMaker({ guess, texts, steps, ask }: MakerQuestion): Promise<Maker | undefined> {
  if (guess !== undefined && isSure(guess)) return guess.maker;
  const answer = await ask?.(texts.askMaker(CHOICE));
  const chosen = CHOICE[Number(answer ?? 0) - 1];
  if (chosen === undefined)
    steps.end({ mark: 'warning', name: texts.names.maker, text: texts.anyMaker(guess?.maker) });
  return chosen;
}

/** A name that another device has is left to it, unless the user wants to wait for it. */
async function mayTake(
  name: string,
  isNeeded: boolean,
  { texts, steps, holderOf, ask }: MakerQuestion,
): Promise<boolean> {
  const holder = await holderOf(name);
  if (holder === undefined) return true;
  const [text = '', ...remedy] = texts.nameTaken(name, bare(holder), isNeeded);
  steps.end({ mark: 'warning', name: texts.names.name, text, remedy });
  return isNeeded && ask !== undefined && texts.yes.test(await ask(texts.askName(name)));
}

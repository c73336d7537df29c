// The command `discover`: looks for the gateway on the HAN interface, step by step, and says what it found.
import { EXIT_COULD_NOT_RUN, EXIT_OK } from '../../config/exit-status.js';
import type { Endpoint } from '../../config/config.js';
import { isAddress } from '../../config/ip-literal.js';
import { loadConfig, type Flags } from '../../config/load.js';
import { bare, problem, quoted, type Problem } from '../../config/problem.js';
import { chooseLink, type NoChoice, type Surroundings, type Unfit } from '../../machine/choose-link.js';
import type { DiscoveryObserver } from '../../discovery/discover.js';
import { DISCOVERY_TIMES } from '../../discovery/times.js';
import { homeCable } from '../../machine/home-cable.js';
import type { Link } from '../../machine/links.js';
import { pickLink } from './pick-link.js';
import type { Arguments } from '../command.js';
import type { Language, Translated } from '../../config/language.js';
import { discoveryJson, noLinkJson } from './json.js';
import { linkSettings } from '../link-options.js';
import { loadServiceConfig, type Machine } from '../machine.js';
import { DISCOVER_TEXTS, type DiscoverTexts } from './texts.js';
import { conclusion, stepLine } from './view.js';
import { Countdown } from '../terminal/countdown.js';
import { onEnter } from '../terminal/keyboard.js';
import { Steps } from '../terminal/steps.js';
import { folding, refuse } from '../terminal/terminal.js';

/** Resolves with the exit status: 0 found, 1 not found, 2 wrong input. */
export async function discover(given: Arguments, machine: Machine): Promise<number> {
  const problems: Problem[] = [...given.problems];
  const settings = linkSettings(given, problems);
  const surroundings = await machine.surroundings();
  const { interface: asked, language } = settings;
  const fit = chooseLink(surroundings, asked);
  if (!fit.ok && isUnfit(fit.reason)) problems.push(unfitProblem(fit.reason, fit, asked));
  const targets = await configuredTargets(given.flags, machine, problems);
  if (problems.length > 0) return refuse(problems, language, machine.terminal);
  const texts = DISCOVER_TEXTS[language];
  const choice = await pickLink({ surroundings, asked, machine, targets, texts });
  if (choice.ok) return lookOn(choice.link, targets, given, language, machine);
  if (given.switches.has('json')) machine.terminal.out(noLinkJson(choice));
  machine.terminal.error(`${noLinkText(choice, texts, surroundings, 'discover')}\n`);
  return EXIT_COULD_NOT_RUN;
}

/** Why no link could be chosen. */
export function noLinkText(
  { reason, candidates }: NoChoice,
  { noLink, severalLinks, unreadable: unreadableText }: DiscoverTexts,
  surroundings: Surroundings,
  command: 'discover' | 'setup',
): string {
  const isPlugged = (name: string): boolean =>
    surroundings.links.some((link) => link.name === name && link.carrier === 'plugged');
  const { unreadable } = surroundings;
  const lines =
    unreadable !== undefined
      ? unreadableText(unreadable)
      : reason === 'several'
        ? severalLinks(candidates.filter(isPlugged), candidates, command)
        : noLink(homeCable(surroundings), command);
  return lines.join('\n');
}

async function lookOn(
  link: Link,
  targets: readonly Endpoint[],
  { switches }: Arguments,
  language: Language,
  machine: Machine,
): Promise<number> {
  const texts = DISCOVER_TEXTS[language];
  const json = switches.has('json');
  const wide = switches.has('wide');
  const { out, error } = folding(machine.terminal);
  const steps = new Steps(language, json ? () => undefined : out, await machine.progress());
  const replug = switches.has('replug') || (machine.isInteractive && !json);
  const found = await machine.search(
    { link, targets, wide, replug, times: DISCOVERY_TIMES },
    observe({ link, texts, steps, aside: json ? error : undefined }),
  );
  if (json) machine.terminal.out(discoveryJson(found));
  else out(conclusion(found, texts, wide));
  return found.gateway === undefined ? EXIT_COULD_NOT_RUN : EXIT_OK;
}

export interface Observing {
  readonly link: Link;
  readonly texts: DiscoverTexts;
  readonly steps: Steps;
  /** Where a request to the user goes when the steps themselves are not told. */
  readonly aside: ((text: string) => void) | undefined;
}

const MINUTE_MS = 60_000;

/** Tells the steps. */
export function observe({ link: { name }, texts, steps, aside }: Observing): DiscoveryObserver {
  let stopWaiting = (): void => undefined;
  const countdown = new Countdown((ms) => {
    steps.left(ms);
  });
  const say = (text: string): void => {
    if (text === '') return;
    if (aside === undefined) steps.say(text);
    else aside(`${text}\n`);
  };
  return {
    begin: (step) => {
      steps.begin(texts.steps[step]);
    },
    listen: (skip) => {
      say(texts.pullCable(DISCOVERY_TIMES.replugMs / MINUTE_MS));
      stopWaiting = onEnter(skip);
      countdown.start(DISCOVERY_TIMES.replugMs);
    },
    progress: (done) => {
      if (typeof done === 'number') steps.progress(done);
      else {
        say(texts.carrierNow[done]);
        if (done === 'plugged') countdown.start(DISCOVERY_TIMES.afterReplugMs);
      }
    },
    end: (report) => {
      stopWaiting();
      countdown.stop();
      steps.end(stepLine(report, texts, name, new Date()));
    },
  };
}

/** The configured targets that are addresses; none without a configuration. */
export async function configuredTargets(
  flags: Flags,
  machine: Pick<Machine, 'environment' | 'readFile'>,
  problems: Problem[],
): Promise<Endpoint[]> {
  const { environment, readFile } = machine;
  const isNamed = flags.has('config');
  const loaded = await (isNamed ? loadConfig({ flags, environment, readFile }) : loadServiceConfig(machine));
  if (loaded.ok)
    return loaded.config.forwards.map(({ target }) => target).filter(({ host }) => isAddress(host));
  // Without --config the file may be missing or wrong: then it helps nothing, and hinders nothing.
  if (isNamed) problems.push(...loaded.problems);
  return [];
}

const UNFIT: Readonly<Record<Unfit, Translated<string>>> = {
  unknown: { en: 'which does not exist', de: 'und den gibt es nicht' },
  wireless: { en: 'which is wireless', de: 'und der ist ein Funknetz' },
  'default-route': {
    en: 'which has a default route: it is the way into the home network or the internet',
    de: 'und der ist der Weg ins Heimnetz oder ins Internet (Standardroute)',
  },
  ssh: { en: 'over which you are logged in', de: 'und über den sind Sie angemeldet' },
};

export const isUnfit = (reason: string): reason is Unfit => reason in UNFIT;

/** @param asked the name that was given */
export function unfitProblem(reason: Unfit, choice: NoChoice, asked = ''): Problem {
  const { candidates } = choice;
  const present = candidates.map(bare).join(', ');
  const expected = {
    en: `the wired interface to the gateway, apart from the home network${present && ` (here: ${present})`}`,
    de: `der Anschluss mit dem Kabel zum Gateway, nicht der zum Heimnetz${present && ` (hier: ${present})`}`,
  };
  const { en, de } = quoted(asked);
  const came = { en: `${en}, ${UNFIT[reason].en}`, de: `${de}, ${UNFIT[reason].de}` };
  return problem('invalid-value', '--interface', expected, came);
}

// The command `discover`: looks for the gateway on the HAN interface, step by step, and says what it found.
import type { Environment } from '../../config/environment.js';
import { EXIT_COULD_NOT_RUN, EXIT_OK, EXIT_WRONG_INPUT } from '../../config/exit-status.js';
import { isAddress } from '../../config/ip-literal.js';
import { loadConfig, type ConfigWithPlaces, type Flags, type ReadFile } from '../../config/load.js';
import { SERVICE_CONFIG } from '../../config/options.js';
import { bare, problem, quote, type Problem } from '../../config/problem.js';
import { chooseLink, type NoChoice, type Surroundings, type Unfit } from '../../machine/choose-link.js';
import type { Discovery, DiscoveryObserver } from '../../discovery/discover.js';
import type { Search } from '../../discovery/steps.js';
import { DISCOVERY_TIMES } from '../../discovery/times.js';
import { ownNetworks } from '../../machine/interfaces.js';
import type { Link } from '../../machine/links.js';
import type { Arguments } from '../arguments.js';
import type { CommandName } from '../command.js';
import { discoveryJson, noLinkJson } from './json.js';
import { linkSettings, type LinkSettings } from '../link-options.js';
import type { HomeCable } from './texts.en.js';
import { DISCOVER_TEXTS, type DiscoverTexts } from './texts.js';
import { conclusion, carrierNews, stepLine } from './view.js';
import type { ProgressLine } from '../terminal/progress-line.js';
import { Steps } from '../terminal/steps.js';
import { folding } from '../terminal/table.js';
import { reportProblems, type Terminal } from '../terminal/terminal.js';

/** What `discover` needs of the machine. */
export interface DiscoverContext {
  readonly environment: Environment;
  readonly terminal: Terminal;
  readonly readFile: ReadFile;
  readonly surroundings: Surroundings;
  readonly progress: ProgressLine;
  /** Whether a person sits there who can unplug the cable. */
  readonly isInteractive: boolean;
  /** Calls `then` when that person presses Enter, until the function returned is called. */
  readonly onEnter: (then: () => void) => () => void;
  readonly search: (what: Search, observer: DiscoveryObserver) => Promise<Discovery>;
}

/** Resolves with the exit status: 0 found, 1 not found, 2 wrong input. */
export async function discover(given: Arguments, context: DiscoverContext): Promise<number> {
  const problems: Problem[] = [...given.problems];
  const settings = linkSettings(given.flags, context.environment, problems);
  const choice = chooseLink(context.surroundings, settings.interface);
  if (!choice.ok && isUnfit(choice.reason))
    problems.push(unfitProblem(choice.reason, choice, settings.interface));
  const targets = await configuredTargets(given.flags, context, problems);
  if (problems.length > 0) {
    reportProblems(problems, context.terminal);
    return EXIT_WRONG_INPUT;
  }
  const texts = DISCOVER_TEXTS[settings.language];
  if (choice.ok) return lookOn(choice.link, targets, { given, settings, texts, context });
  if (given.switches.has('json')) context.terminal.out(noLinkJson(choice));
  folding(context.terminal).error(`${noLinkText(choice, texts, context.surroundings, 'discover')}\n`);
  return EXIT_COULD_NOT_RUN;
}

/** Why no link could be chosen. */
export function noLinkText(
  { reason, candidates }: NoChoice,
  { noLink, severalLinks }: DiscoverTexts,
  surroundings: Surroundings,
  command: CommandName,
): string {
  const isPlugged = (name: string): boolean =>
    surroundings.links.some((link) => link.name === name && link.carrier === 'plugged');
  const lines =
    reason === 'several'
      ? severalLinks(candidates.filter(isPlugged).map(bare), candidates.map(bare), command)
      : noLink(homeCable(surroundings), command);
  return lines.join('\n');
}

/** The wired interface into the home network. */
function homeCable({ links, defaultRoutes }: Surroundings): HomeCable | undefined {
  const link = links.find(({ name, kind }) => kind === 'ethernet' && defaultRoutes.has(name));
  if (link === undefined) return undefined;
  const own = ownNetworks().find((each) => each.interface === link.name && each.family === 'ipv4');
  const hasOther = [...defaultRoutes].some((name) => name !== link.name);
  return { link: bare(link.name), address: own?.address, hasOther };
}

interface Telling {
  readonly given: Arguments;
  readonly settings: LinkSettings;
  readonly texts: DiscoverTexts;
  readonly context: DiscoverContext;
}

async function lookOn(link: Link, targets: readonly string[], telling: Telling): Promise<number> {
  const { given, settings, texts, context } = telling;
  const { json, wide, replug } = {
    json: given.switches.has('json'),
    wide: given.switches.has('wide'),
    replug: given.switches.has('replug'),
  };
  const { out, error } = folding(context.terminal);
  const say = json ? error : out;
  const steps = new Steps(settings.language, json ? () => undefined : say, context.progress);
  const aside = json ? say : undefined;
  const observer = observe({ link, texts, steps, aside, onEnter: context.onEnter });
  const isAsked = replug || (context.isInteractive && !json);
  const found = await context.search(
    { link, targets, wide, replug: isAsked, times: DISCOVERY_TIMES },
    observer,
  );
  if (json) context.terminal.out(discoveryJson(found));
  else out(conclusion(found, texts, wide));
  return found.gateway === undefined ? EXIT_COULD_NOT_RUN : EXIT_OK;
}

export interface Observing extends Pick<DiscoverContext, 'onEnter'> {
  readonly link: Link;
  readonly texts: DiscoverTexts;
  readonly steps: Steps;
  /** Where to say what somebody must do when the steps themselves are not told. */
  readonly aside: ((text: string) => void) | undefined;
}

const MINUTE_MS = 60_000;

/** Tells the steps. */
export function observe({ link: { name }, texts, steps, aside, onEnter }: Observing): DiscoveryObserver {
  let stopWaiting = (): void => undefined;
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
    },
    progress: (done) => {
      if (typeof done === 'number') steps.progress(done);
      else say(carrierNews(done, texts));
    },
    end: (report) => {
      stopWaiting();
      steps.end(stepLine(report, texts, name, new Date()));
    },
  };
}

/** The addresses that smgw-proxy is configured to carry to; none if nobody has configured it. */
export async function configuredTargets(
  flags: Flags,
  context: Pick<DiscoverContext, 'environment' | 'readFile'>,
  problems: Problem[],
): Promise<string[]> {
  const isNamed = flags.has('config');
  const asked = isNamed ? flags : new Map([['config', [SERVICE_CONFIG]]]);
  const loaded = await loadConfig({
    flags: asked,
    environment: context.environment,
    readFile: context.readFile,
  });
  if (loaded.ok) return addressesIn(loaded);
  // A file that nobody has named may be missing or wrong: then it helps nothing, and hinders nothing.
  if (isNamed) problems.push(...loaded.problems);
  return [];
}

function addressesIn({ config }: ConfigWithPlaces): string[] {
  return config.forwards.map(({ target }) => target.host).filter(isAddress);
}

const UNFIT: Readonly<Record<Unfit, string>> = {
  unknown: 'which does not exist',
  wireless: 'which is wireless',
  'default-route': 'which has a default route: it is the way into the home network or the internet',
  ssh: 'over which you are logged in',
};

export const isUnfit = (reason: string): reason is Unfit => reason in UNFIT;

/** @param asked the name that was given */
export function unfitProblem(reason: Unfit, choice: NoChoice, asked = ''): Problem {
  const { candidates } = choice;
  const such = candidates.length === 0 ? '' : ` (here: ${candidates.map(bare).join(', ')})`;
  const expected = `the wired interface to the gateway, apart from the home network${such}`;
  return problem('invalid-value', '--interface', expected, `${quote(asked)}, ${UNFIT[reason]}`);
}

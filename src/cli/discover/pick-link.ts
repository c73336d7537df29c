// Picks the interface to the gateway; where several have a cable, the one at which a gateway answers.
import type { Endpoint } from '../../config/config.js';
import { chooseLink, type Choice, type Surroundings } from '../../machine/choose-link.js';
import type { Link } from '../../machine/links.js';
import type { Discovery, DiscoveryObserver } from '../../discovery/discover.js';
import { DISCOVERY_TIMES } from '../../discovery/times.js';
import type { Machine } from '../machine.js';
import type { DiscoverTexts } from './texts.js';

export interface LinkPick {
  readonly surroundings: Surroundings;
  /** The value of --interface. */
  readonly asked: string | undefined;
  readonly machine: Pick<Machine, 'search' | 'progress'>;
  /** The configured targets that are addresses. */
  readonly targets: readonly Endpoint[];
  readonly texts: DiscoverTexts;
  readonly signal?: AbortSignal;
}

/** Looks at all plugged interfaces at once, if there are several. Sends nothing into the home network. */
export async function pickLink({ surroundings, asked, ...looking }: LinkPick): Promise<Choice> {
  const choice = chooseLink(surroundings, asked);
  if (choice.ok || choice.reason !== 'several') return choice;
  const plugged = surroundings.links.filter(
    ({ name, carrier }) => carrier === 'plugged' && choice.candidates.includes(name),
  );
  const link = plugged.length < 2 ? undefined : await lookAtAll(plugged, looking);
  return link === undefined ? choice : { ok: true, link };
}

const SILENT: DiscoveryObserver = {
  begin: () => undefined,
  end: () => undefined,
  progress: () => undefined,
  listen: () => undefined,
};

/** Undefined if none of them is the only one. */
async function lookAtAll(
  links: readonly Link[],
  { machine, targets, texts, signal }: Omit<LinkPick, 'surroundings' | 'asked'>,
): Promise<Link | undefined> {
  const progress = await machine.progress();
  progress.show(texts.lookingAtAll(links.map(({ name }) => name)));
  const times = DISCOVERY_TIMES;
  const search = { targets, wide: false, replug: false, times, ...(signal && { signal }) };
  const found = await Promise.all(links.map((link) => machine.search({ ...search, link }, SILENT)));
  progress.hide();
  signal?.throwIfAborted();
  const kinds: readonly ((discovery: Discovery) => boolean)[] = [
    ({ gateway }) => gateway?.verdict.kind === 'gateway',
    ({ gateway }) => gateway !== undefined,
    (discovery) => !isHome(discovery),
  ];
  const best = kinds.map((isIt) => found.filter(isIt)).find((each) => each.length > 0) ?? [];
  return best.length === 1 ? best[0]?.link : undefined;
}

const isHome = ({ reports }: Discovery): boolean =>
  reports.some((report) => 'result' in report && report.result.kind === 'home-network');

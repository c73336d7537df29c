// Which stage a waiting setup is in: before an attempt by the interfaces, after one by what the search has found.
import { pickHomeLink } from '../../../check/pick-links.js';
import { homeAddresses } from '../../../check/judge-home.js';
import type { Find } from '../../../discovery/device.js';
import type { Discovery, StepReport } from '../../../discovery/discover.js';
import { chooseLink, type NoChoice, type Surroundings } from '../../../machine/choose-link.js';
import type { OwnNetwork } from '../../../machine/interfaces.js';
import type { Stage } from '../../../setup/standing.js';

/** A stage, with the facts that its words need. */
export interface StageFacts {
  readonly stage: Stage;
  /** The names of interfaces, or the addresses of devices, among which the user decides. */
  readonly choices?: readonly string[];
  /** There is no other way into the home than the cable. */
  readonly lacksWifi?: boolean;
  /** There is no interface for a cable. */
  readonly lacksSocket?: boolean;
}

/** Undefined where nothing stands against an attempt. */
export function stageBefore(
  surroundings: Surroundings,
  asked: string | undefined,
  own: readonly OwnNetwork[],
): StageFacts | undefined {
  const choice = chooseLink(surroundings, asked);
  if (!choice.ok) return unchosen(choice, surroundings, asked);
  const { name, carrier } = choice.link;
  const home = pickHomeLink(surroundings, own, new Set([name]))?.name;
  if (home === undefined || homeAddresses(home, own).length === 0) return { stage: 'network' };
  return carrier === 'plugged' ? undefined : { stage: 'no-cable' };
}

/** While an interface has no address yet, none of them looks like the one into the home. */
function unchosen(
  { reason, candidates }: NoChoice,
  { links, defaultRoutes, unreadable }: Surroundings,
  asked: string | undefined,
): StageFacts {
  const isPlugged = (name: string): boolean =>
    links.some((link) => link.name === name && link.carrier === 'plugged');
  if (unreadable !== undefined) return { stage: 'trouble' };
  if (defaultRoutes.size === 0) return { stage: 'network' };
  if (reason === 'several') {
    const plugged = candidates.filter(isPlugged);
    return plugged.length > 0 ? { stage: 'which-cable', choices: plugged } : { stage: 'no-cable' };
  }
  const wired = links.filter(({ name, kind }) => kind === 'ethernet' && defaultRoutes.has(name));
  if (wired.length === 0 || (asked !== undefined && !links.some(({ name }) => name === asked)))
    return { stage: 'no-cable', lacksSocket: true };
  return { stage: 'home-network', lacksWifi: wired.length === defaultRoutes.size };
}

/** @param discovery undefined where the search did not come to its end */
export function stageAfter(reports: readonly StepReport[], discovery: Discovery | undefined): StageFacts {
  if (reports.some((report) => report.step === 'cable' && report.carrier !== 'plugged'))
    return { stage: 'no-cable' };
  if (reports.some((report) => 'result' in report && report.result.kind === 'home-network'))
    return { stage: 'home-network' };
  if (discovery === undefined) return { stage: 'trouble' };
  const several = gatewaysOf(discovery);
  if (several.length > 1) return { stage: 'several', choices: several };
  if (discovery.gateway !== undefined) return { stage: 'trouble' };
  const foreign = discovery.finds.filter(mayBeGateway).map(({ address }) => address);
  return foreign.length > 0 ? { stage: 'foreign', choices: [...new Set(foreign)] } : { stage: 'not-found' };
}

/** The addresses of the devices that can each be the gateway. One device may have several addresses. */
export function gatewaysOf({ gateway, finds }: Pick<Discovery, 'gateway' | 'finds'>): readonly string[] {
  if (gateway === undefined) return [];
  const alike = finds.filter(({ verdict }) => verdict.kind === gateway.verdict.kind);
  return [...new Map(alike.map((find) => [identity(find), find.address])).values()];
}

const identity = ({ verdict, mac, address }: Find): string =>
  verdict.kind === 'gateway' ? verdict.certificate.fingerprint : (mac ?? address);

/** Its address speaks against it, but the user may know better. */
function mayBeGateway({ verdict }: Find): boolean {
  return verdict.kind === 'impossible' && ['neighbour', 'network', 'public'].includes(verdict.because.reason);
}

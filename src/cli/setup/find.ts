// Finds the address of the gateway, by search or by --target, and an address for this machine beside it.
import type { Endpoint } from '../../config/config.js';
import { EXIT_COULD_NOT_RUN } from '../../config/exit-status.js';
import { bare } from '../../config/problem.js';
import type { Find } from '../../discovery/device.js';
import type { Discovery, DiscoveryObserver } from '../../discovery/discover.js';
import { canBeGateway } from '../../discovery/can-be-gateway.js';
import { examine } from '../../discovery/examine.js';
import type { MakerGuess } from '../../gateway/maker.js';
import type { Proposal } from '../../discovery/propose.js';
import type { Search } from '../../discovery/steps.js';
import { DISCOVERY_TIMES } from '../../discovery/times.js';
import { ownNetworks } from '../../machine/interfaces.js';
import { readCarrier, type Link } from '../../machine/links.js';
import { isOnLink } from '../../machine/subnet.js';
import type { Action } from '../../setup/action.js';
import { chooseHanAddress } from '../../setup/han-address.js';
import { addressOf, apart, type HanProfiles } from '../../setup/several.js';
import type { HanAddress } from '../../setup/network-profile.js';
import type { Transaction } from '../../setup/transaction.js';
import { DISCOVER_TEXTS } from '../discover/texts.js';
import { conclusion, stepLine } from '../discover/view.js';
import type { Language } from '../../config/language.js';
import { Stop } from './stop.js';
import { SETUP_TEXTS } from './texts.js';
import type { Steps } from '../terminal/steps.js';

export interface GatewayFinding {
  readonly link: Link;
  readonly profiles: HanProfiles;
  /** The value of --target. */
  readonly target: Endpoint | undefined;
  /** The configured targets that are addresses. */
  readonly targets: readonly Endpoint[];
  readonly replug: boolean;
  readonly language: Language;
  readonly steps: Steps;
  readonly observer: DiscoveryObserver;
  readonly search: (what: Search, observer: DiscoveryObserver) => Promise<Discovery>;
  /** Gives this machine an address for a moment; undefined for --dry-run. */
  readonly transaction: Transaction | undefined;
  readonly signal: AbortSignal;
}

export interface Gateway {
  readonly han: HanAddress;
  readonly target: Endpoint;
  readonly maker: MakerGuess | undefined;
  /** A named gateway that does not answer. */
  readonly isMute: boolean;
}

/** Rejects with a Stop if there is none. */
export async function findGateway(finding: GatewayFinding): Promise<Gateway> {
  const { target } = finding;
  if (target !== undefined) return named(finding, target);
  const { find, proposal } = await searched(finding);
  const han = await choose(finding, find.address, proposal);
  const isUnseen = find.verdict.kind === 'unverified' && find.verdict.reason === 'no-address';
  const seen = isUnseen ? ((await lookAt(finding, find, han)) ?? find) : find;
  if (seen.verdict.kind !== 'gateway' && seen.verdict.kind !== 'unverified')
    throw new Stop(EXIT_COULD_NOT_RUN, SETUP_TEXTS[finding.language].mute(bare(find.address)));
  const its = { host: find.address, port: find.port };
  return { han, target: its, maker: seen.maker, isMute: false };
}

/** A named gateway is taken whatever it shows; a look at it finds only its maker. */
async function named(finding: GatewayFinding, target: Endpoint): Promise<Gateway> {
  const { link, language, targets } = finding;
  const judgement = canBeGateway({ address: target.host, link: link.name, isTyped: true });
  if (!judgement.isPossible)
    throw new Stop(EXIT_COULD_NOT_RUN, [DISCOVER_TEXTS[language].impossible(bare(target.host), judgement)]);
  const han = await choose(finding, target.host);
  const { host: address, port } = target;
  const find = { address, port, foundBy: 'configured', verdict: UNSEEN } as const;
  const seen = await lookAt({ ...finding, targets: [target, ...targets] }, find, han);
  return { han, target, maker: seen?.maker, isMute: seen !== undefined && isMute(seen.verdict) };
}

const isMute = (verdict: Find['verdict']): boolean =>
  verdict.kind === 'silent' || (verdict.kind === 'no-gateway' && verdict.code === 'ECONNREFUSED');

const UNSEEN = { kind: 'unverified', reason: 'no-address' } as const;

async function searched({ link, targets, replug, signal, observer, search, language }: GatewayFinding) {
  const texts = SETUP_TEXTS[language];
  const discovery = await search(
    { link, targets, wide: false, replug, times: DISCOVERY_TIMES, signal },
    observer,
  );
  signal.throwIfAborted();
  const { gateway, proposal, reports } = discovery;
  // Every device that answers there is one of the home.
  if (reports.some((report) => 'result' in report && report.result.kind === 'home-network'))
    throw new Stop(EXIT_COULD_NOT_RUN, texts.homeNetwork);
  if (gateway === undefined)
    throw new Stop(EXIT_COULD_NOT_RUN, [conclusion(discovery, DISCOVER_TEXTS[language], false).trimEnd()]);
  return { find: gateway, proposal };
}

async function choose(finding: GatewayFinding, gateway: string, proposal?: Proposal): Promise<HanAddress> {
  const { link, target, language, steps, profiles } = finding;
  if (target !== undefined) tellCable(finding);
  const current = profiles.mine?.properties[ADDRESSES] ?? '';
  const taken = profiles.others.flatMap((other) => addressOf(other) ?? []);
  const han = await chooseHanAddress(gateway, link, current, proposal, taken);
  const discovery = DISCOVER_TEXTS[language];
  const name = discovery.steps.proposal;
  if (han === undefined) {
    steps.end({ mark: 'failed', name, text: discovery.proposalNone });
    throw new Stop(EXIT_COULD_NOT_RUN);
  }
  if (han.kind !== 'ipv4' || proposal?.address === han.address) return han;
  const { overlapping } = apart(han, profiles.others);
  const address = `${han.address}/${han.prefix}`;
  const isKept = current.split('/')[0] === han.address;
  const text = isKept ? SETUP_TEXTS[language].addressKept(address) : discovery.proposal(bare(link.name), han);
  const details = overlapping.length === 0 ? [] : [discovery.proposalOverlap(overlapping.map(bare))];
  steps.end({ mark: 'ok', name, text, details });
  return han;
}

const ADDRESSES = 'ipv4.addresses';

function tellCable({ link, language, steps }: GatewayFinding): void {
  const texts = DISCOVER_TEXTS[language];
  const carrier = readCarrier(link.name);
  steps.end(stepLine({ step: 'cable', carrier, ms: 0 }, texts, link.name, new Date()));
  if (carrier !== 'plugged') throw new Stop(EXIT_COULD_NOT_RUN);
}

/**
 * Looks at what could not be looked at for want of an address, with the one that this machine is to have. Undefined
 * where that is not possible.
 */
async function lookAt(finding: GatewayFinding, find: Find, han: HanAddress): Promise<Find | undefined> {
  const { link, language, steps, transaction, signal, observer, targets } = finding;
  const texts = SETUP_TEXTS[language];
  if (han.kind !== 'ipv4' || han.overlapping.length > 0) return undefined;
  const isThere = isOnLink(find.address, link.name, ownNetworks());
  if (!isThere && transaction === undefined) return undefined;
  signal.throwIfAborted();
  steps.begin(texts.looking);
  const from = performance.now();
  const { foundBy } = find;
  const examination = { link: link.name, foundBy, targets, timeoutMs: DISCOVERY_TIMES.tlsMs, signal };
  const look = (): Promise<Find> => examine(find, examination);
  const seen = isThere ? await look() : await transaction?.during(looking(link.name, han), look);
  // Why it could not be looked at has been told.
  signal.throwIfAborted();
  if (seen === undefined) throw new Stop(EXIT_COULD_NOT_RUN, texts.rolledBack);
  observer.end({ step: 'tls', find: seen, ms: Math.round(performance.now() - from) });
  return seen;
}

function looking(
  link: string,
  { address, prefix }: { readonly address: string; readonly prefix: number },
): Action {
  const words = (verb: string): string[] => ['ip', 'address', verb, `${address}/${prefix}`, 'dev', link];
  return {
    kind: 'look',
    run: [words('add')],
    undo: [
      [
        'sh',
        '-c',
        `! ip -o address show dev "$1" | grep -qF " $2 " || ip address del "$2" dev "$1"`,
        'sh',
        link,
        `${address}/${prefix}`,
      ],
    ],
  };
}

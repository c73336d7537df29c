// The conditions for a setup: each as a line, and the first that is missing ends it.
import { EXIT_COULD_NOT_RUN } from '../../config/exit-status.js';
import { bare } from '../../config/problem.js';
import type { Surroundings } from '../../machine/choose-link.js';
import { homeAddresses } from '../../check/judge-home.js';
import { pickHomeLink } from '../../check/pick-links.js';
import { ownNetworks } from '../../machine/interfaces.js';
import type { Link } from '../../machine/links.js';
import { choosePorts, textOf, type PortChoice } from '../../setup/gather.js';
import { hasNetworkManager, isManaged, networkManagerVersion } from '../../setup/network-manager.js';
import { pagePid } from '../../systemd/setup-units.js';
import { readUnit, type Unit } from '../../systemd/systemd-unit.js';
import { SERVICE_CONFIG } from '../../config/options.js';
import { Stop } from './stop.js';
import type { SetupTexts } from './texts.js';
import type { Steps } from '../terminal/steps.js';

export interface Ready {
  readonly unit: Unit;
  readonly home: string;
  readonly homeAddress: string;
  readonly ports: PortChoice;
}

export interface Preflight {
  readonly link: Link;
  readonly surroundings: Surroundings;
  readonly texts: SetupTexts;
  readonly steps: Steps;
  /** Resolves with an errno name if nothing can be written. */
  readonly tryCard: () => Promise<string | undefined>;
}

/** Rejects with a Stop. */
export async function preflight(given: Preflight): Promise<Ready> {
  const { link, texts, steps } = given;
  const ok = (name: keyof SetupTexts['names'], text: string): void => {
    steps.end({ mark: 'ok', name: texts.names[name], text });
  };
  const stop = (
    name: keyof SetupTexts['names'],
    [text = '', ...remedy]: readonly string[],
    end: readonly string[] = [],
  ): never => {
    steps.end({ mark: 'failed', name: texts.names[name], text, remedy });
    throw new Stop(EXIT_COULD_NOT_RUN, end);
  };
  steps.begin(texts.names.manager);
  const version = await networkManagerVersion();
  if (version === undefined)
    return stop('manager', (await hasNetworkManager()) ? texts.managerStopped : texts.managerMissing);
  if (!(await isManaged(link.name))) return stop('manager', texts.unmanaged(bare(link.name)));
  ok('manager', texts.managerRuns(bare(version)));
  const code = await given.tryCard();
  if (code !== undefined)
    return stop('card', [texts.cardFailed(code), ...cardRemedy(code, texts)], texts.unchanged);
  const unit = await readUnit();
  if (unit?.isInstalled !== true) return stop('service', texts.serviceMissing);
  ok('service', texts.serviceInstalled);
  const home = findHome(given);
  if (home === undefined) return stop('interfaces', texts.noHome);
  ok('interfaces', texts.links(bare(link.name), bare(home.name), home.address));
  const ports = choosePorts(unit.mainPid, await pagePid());
  if ((await textOf(SERVICE_CONFIG)) !== undefined) ok('ports', texts.configKept);
  else if (ports.ports.length === 0) return stop('ports', texts.noPorts);
  else tellPorts(ports, texts, steps);
  return { unit, home: home.name, homeAddress: home.address, ports };
}

const cardRemedy = (code: string, { cardFull, cardReadOnly }: SetupTexts): readonly string[] =>
  code === 'ENOSPC' || code === 'EDQUOT' ? cardFull : cardReadOnly;

function findHome({ link, surroundings }: Preflight) {
  const own = ownNetworks();
  const name = pickHomeLink(surroundings, own, new Set([link.name]))?.name;
  const [address] = name === undefined ? [] : homeAddresses(name, own);
  return name === undefined || address === undefined ? undefined : { name, address };
}

function tellPorts({ ports, taken }: PortChoice, texts: SetupTexts, steps: Steps): void {
  const [first] = taken;
  const text =
    first === undefined
      ? texts.portsFree(ports)
      : texts.portsTaken(first.port, first.by && { ...first.by, name: bare(first.by.name) }, ports);
  steps.end({ mark: first === undefined ? 'ok' : 'warning', name: texts.names.ports, text });
}

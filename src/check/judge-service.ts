// Judges the service: its state, its ports, its status and its Node.js.
import type { Config, ListenAddress } from '../config/config.js';
import { formatTarget, targetKey } from '../config/endpoint.js';
import { canonical } from '../config/ip-literal.js';
import { formatListen, isWildcard } from '../config/listen-address.js';
import type { Holder, ListeningSocket } from '../machine/listeners.js';
import { isWalledOff, type Unit } from '../systemd/systemd-unit.js';
import { finding, type Finding } from './causes.js';

/** Further facts that the judgement of the service needs. */
export interface AboutService {
  /** The last lines of its log. */
  readonly lastWords: readonly string[];
  /** Whether the configuration file exists; without it the unit does not start. */
  readonly hasConfig: boolean;
  /** The addresses of the gateways. */
  readonly targets: readonly string[];
}

export function judgeService(unit: Unit | undefined, about: AboutService): Finding[] {
  if (unit === undefined) return [finding('service-unknown', {})];
  if (!unit.isInstalled) return [finding('service-not-installed', {})];
  const walled = about.targets
    .filter((address) => isWalledOff(address, unit))
    .map((address) => finding('service-walled-off', { address }));
  return [judgeState(unit, about), ...walled];
}

function judgeState({ active, sub, file }: Unit, { lastWords: words, hasConfig }: AboutService): Finding {
  switch (active) {
    case 'active':
    case 'reloading':
      return finding(file === 'disabled' ? 'service-not-enabled' : 'service-active', {});
    case 'inactive':
      return hasConfig
        ? finding('service-stopped', { isEnabled: file === 'enabled' })
        : finding('service-without-config', {});
    default:
      return finding('service-failing', { state: `${active} (${sub})`, words });
  }
}

/** The kernel's listening sockets and the processes that hold them. */
export interface PortTable {
  readonly listeners: readonly ListeningSocket[];
  /** Keyed by inode; without root only those of the user's own processes. */
  readonly holders: ReadonlyMap<string, Holder>;
  /** The process id of the service, 0 if it does not run. */
  readonly mainPid: number;
  /** The present addresses of an interface, without zones. */
  readonly addressesOf: (name: string) => readonly string[];
}

/** The process id of systemd, which holds the sockets of socket units. */
const FIRST_PROCESS = 1;

export function judgePort(address: ListenAddress, ports: PortTable): Finding {
  const listen = formatListen(address);
  const name = address.interface;
  if (name !== undefined && ports.addressesOf(name).length === 0)
    return finding('port-waiting', { listen, interface: name });
  const found = listenersOn(address, ports);
  if (found.length === 0) return finding('port-closed', { listen });
  const holders = found.flatMap(({ inode }) => ports.holders.get(inode) ?? []);
  const own = holders.find((holder) => isService(holder, ports));
  const [stranger] = holders;
  return stranger !== undefined && own === undefined
    ? finding('port-taken', { listen, holder: stranger.name, pid: stranger.pid })
    : finding('port-open', { listen, holder: own?.name });
}

const isService = ({ pid, isOurs }: Holder, { mainPid }: PortTable): boolean =>
  isOurs || pid === mainPid || pid === FIRST_PROCESS;

/** The sockets that a client of this address reaches. */
function listenersOn(address: ListenAddress, { listeners, addressesOf }: PortTable): ListeningSocket[] {
  const { port, host, interface: name } = address;
  const there = listeners.filter((listener) => listener.port === port);
  if (isWildcard(address)) return there;
  const wanted = name === undefined ? [host ?? ''] : addressesOf(name);
  const plain = new Set(wanted.map((each) => canonical(each.split('%')[0] ?? '')));
  return there.filter((listener) => isWildcard(listener) || plain.has(canonical(listener.host)));
}

/** The part of `/status` that is judged here. */
interface ServiceStatus {
  readonly version: string;
  readonly forwards: readonly {
    readonly name: string;
    readonly state: string;
    readonly target: {
      readonly address: string;
      readonly state: string;
      readonly lastFailure: { readonly code: string } | null;
    };
  }[];
  /** Missing in versions without it. */
  readonly mdns?:
    | {
        readonly name: string;
        readonly links: readonly {
          readonly interface: string;
          readonly state: string;
          readonly rival: string | null;
        }[];
      }
    | null
    | undefined;
}

export type ServiceReport =
  { readonly ok: true; readonly status: ServiceStatus } | { readonly ok: false; readonly reason: string };

/** @param isThere whether all gateways answered in the steps before */
export function judgeStatus(
  answer: ServiceReport,
  { forwards }: Pick<Config, 'forwards'>,
  own: string,
  isThere: boolean,
): Finding[] {
  if (!answer.ok) return [finding('status-no-answer', { reason: answer.reason })];
  const { version, forwards: running, mdns } = answer.status;
  const targets = running.map(({ target }) => target.address);
  const missing = forwards.filter(({ target }) =>
    targets.every((each) => each !== formatTarget(target) && each !== targetKey(target)),
  );
  const findings = [
    ...missing.map(({ target }) =>
      finding('status-other-target', { targets, configured: formatTarget(target) }),
    ),
    ...running
      .filter(({ state }) => state === 'listen-failed')
      .map(({ name }) => finding('status-port-failed', { forward: name })),
    ...running
      .filter(({ target }) => isThere && target.state === 'down')
      .map(({ target: { address, lastFailure } }) =>
        finding('status-target-down', { target: address, reason: lastFailure?.code ?? '' }),
      ),
    ...running
      .filter(({ target }) => target.state === 'unknown')
      .map(({ target: { address } }) => finding('status-target-unknown', { target: address })),
    ...nameFindings(mdns),
    ...(version === own ? [] : [finding('status-other-version', { version, own })]),
  ];
  return findings.length > 0 ? findings : [finding('status-ready', { version })];
}

function nameFindings(mdns: ServiceStatus['mdns']): Finding[] {
  return (mdns?.links ?? [])
    .filter(({ state }) => state === 'taken')
    .map(({ interface: link, rival }) =>
      finding('status-name-taken', { name: mdns?.name ?? '', link, rival: rival ?? '' }),
    );
}

/** The oldest Node.js, as in `engines` of package.json. */
export const NEEDED_NODE = '20.19';

/** @param version with or without the leading v: v20.19.2 */
export function isOldNode(version: string): boolean {
  return version.replace(/^v/, '').localeCompare(NEEDED_NODE, 'en', { numeric: true }) < 0;
}

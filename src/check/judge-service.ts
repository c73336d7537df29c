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
  readonly holders: ReadonlyMap<string, readonly Holder[]>;
  readonly service: ServiceProcess | undefined;
  /** The users whose command lines are believed without a service: root and this one. */
  readonly trusted: ReadonlySet<number>;
  /** The present addresses of an interface, without zones. */
  readonly addressesOf: (name: string) => readonly string[];
  /** The name of a user. */
  readonly userName: (uid: number) => string;
  /** Why the sockets are unknown, if they are. */
  readonly unreadable: string | undefined;
}

/** The processes of the service: none while it is stopped. The service manager or its own status names them. */
export interface ServiceProcess {
  readonly pids: ReadonlySet<number>;
  readonly uids: ReadonlySet<number>;
}

/** The process id of systemd, which holds the sockets of socket units. */
const FIRST_PROCESS = 1;

/** @param status of the service; believed only without a service manager, because any program can answer there */
export function serviceProcess(
  unit: Unit | undefined,
  status: ServiceReport | undefined,
  uidOf: (pid: number) => number | undefined,
): ServiceProcess | undefined {
  const told = status?.ok === true ? status.status.pid : undefined;
  const main = mainPid(unit, told);
  if (main === undefined) return undefined;
  const pids = [main, unit?.hasSocketUnit === true ? FIRST_PROCESS : 0].filter((pid) => pid > 0);
  return { pids: new Set(pids), uids: new Set(pids.flatMap((pid) => uidOf(pid) ?? [])) };
}

/** 0 while the service is stopped; undefined if nothing names its process. */
function mainPid(unit: Unit | undefined, told: number | undefined): number | undefined {
  if (unit?.isInstalled !== true || (unit.active === 'inactive' && told !== undefined)) return told;
  return unit.mainPid === 0 && unit.active === 'active' ? undefined : unit.mainPid;
}

export function judgePort(address: ListenAddress, ports: PortTable): Finding {
  const listen = formatListen(address);
  const { interface: name } = address;
  const { unreadable, service } = ports;
  if (unreadable !== undefined) return finding('port-unreadable', { listen, reason: unreadable });
  if (name !== undefined && ports.addressesOf(name).length === 0)
    return finding('port-waiting', { listen, interface: name });
  const found = listenersOn(address, ports);
  const foreign = found.find((each) => isForeign(each, ports));
  const listener = foreign ?? found[0];
  if (listener === undefined) return finding('port-closed', { listen });
  const { pid, name: holder } = ports.holders.get(listener.inode)?.[0] ?? NO_HOLDER;
  if (listener === foreign)
    return finding('port-taken', { listen, holder, pid, user: ports.userName(listener.uid) });
  return service === undefined && pid !== undefined && !ports.trusted.has(listener.uid)
    ? finding('port-unproven', { listen, holder, pid })
    : finding('port-open', { listen, holder });
}

/** Of a process of another user, seen without root. */
const NO_HOLDER = { pid: undefined, name: undefined };

/**
 * By process, or without the right to see that, by user. Where nothing names the process of the service, a command line
 * can deny, and proves nothing.
 */
function isForeign({ inode, uid }: ListeningSocket, { holders, service }: PortTable): boolean {
  const all = holders.get(inode);
  if (service === undefined) return all !== undefined && !all.some(({ claimsToBeOurs }) => claimsToBeOurs);
  const pids = all?.map(({ pid }) => pid);
  if (pids !== undefined) return !pids.some((pid) => service.pids.has(pid));
  return service.uids.size > 0 && !service.uids.has(uid);
}

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
  /** Undefined of an older version. */
  readonly pid?: number | undefined;
  readonly forwards: readonly {
    readonly name: string;
    readonly state: string;
    /** The last log-ins without an answer; missing in versions without it. */
    readonly unanswered?: { readonly client: string; readonly times: number } | null | undefined;
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
    ...running
      .flatMap(({ unanswered }) => unanswered ?? [])
      .map(({ client: by, times }) => finding('status-unanswered', { by, times })),
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

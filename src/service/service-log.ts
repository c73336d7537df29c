// The records of the service itself: listening, trouble, stopping.
import type { ForwardConfig, ListenAddress, TargetOfForward } from '../config/config.js';
import { formatDuration } from '../config/duration.js';
import { formatGateway, formatTarget } from '../config/endpoint.js';
import { formatListen } from '../config/listen-address.js';
import type { ListenError } from '../forward/listen/listener.js';
import { LEADS_BACK } from '../forward/target/own-way.js';
import { NO_SOURCE } from '../forward/target/proven-connect.js';
import type { Outage } from '../forward/target/reachability.js';
import type { ValidityPeriod } from '../forward/target/validity-watch.js';
import { AMBIGUOUS_WAY, OTHER_WAY, UNKNOWN_WAY } from '../forward/target/way.js';
import { hintFor } from '../log/hint.js';
import { listenTrouble, portUserFields } from '../log/listen-trouble.js';
import type { LogRecord } from '../log/log.js';

/** Counts since the start. */
export interface Totals {
  connections: number;
  withoutBytes: number;
}

export function listening(forward: ForwardConfig, addresses: readonly ListenAddress[]): LogRecord {
  const listen = addresses.map(formatListen);
  const target = formatTarget(forward.target);
  return {
    level: 'info',
    message: `forward ${forward.name}: listening on ${listen.join(', ')}, forwarding to ${target}`,
    fields: { event: 'listening', forward: forward.name, listen, target },
  };
}

export function socketsOnly(reason: string): LogRecord {
  return {
    level: 'info',
    message: `connections are carried by Node's sockets, as with --wire socket: the faster way failed its test (${reason})`,
    fields: { event: 'sockets-only', reason },
  };
}

/** The interfaces of this machine, as far as the kernel tells them. */
export interface KnownInterfaces {
  /** Those with an address. */
  readonly names: readonly string[];
  /** Why they are unknown, if they are. */
  readonly unreadable: string | undefined;
}

export function waiting(
  forward: ForwardConfig,
  name: string,
  { names, unreadable }: KnownInterfaces,
): LogRecord {
  const present = names.includes(name) ? '' : `; interfaces with an address: ${names.join(', ')}`;
  const reason =
    unreadable === undefined ? `${name} has no address; waiting for it${present}` : notTold(name, unreadable);
  return {
    level: 'warn',
    message: `forward ${forward.name}: ${reason}`,
    fields: { event: 'waiting', forward: forward.name, interface: name, ...(unreadable && { unreadable }) },
  };
}

/** A sandbox, or a lack of descriptors, says nothing of the network. */
export const notTold = (name: string, unreadable: string): string =>
  `the kernel does not tell the addresses of ${name} (${unreadable}); trying again. A sandbox needs to allow AF_NETLINK`;

export function listenFailed(forward: ForwardConfig, error: ListenError): LogRecord {
  const { name } = forward;
  const listen = formatListen(error.address);
  return {
    level: 'error',
    message: `forward ${name}: ${listenTrouble(error)}`,
    fields: { event: 'listen-failed', forward: name, listen, code: error.code, ...portUserFields(error) },
  };
}

export function acceptFailed(forward: ForwardConfig, code: string): LogRecord {
  return {
    level: 'error',
    message: `forward ${forward.name}: a connection could not be accepted (${code})`,
    fields: { event: 'accept-failed', forward: forward.name, code },
  };
}

/** By the code of a failed lookup. */
const NAME_TROUBLE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known, ',
  EAI_AGAIN: 'no name server answers for its name, ',
  EAI_FAIL: 'the name server fails for its name, ',
};

function targetFields({ target, source }: TargetOfForward): Readonly<Record<string, string>> {
  return { target: formatTarget(target), ...(source !== undefined && { source }) };
}

/** Whose hints say more than that the target is unreachable. */
const WAY_CODES: ReadonlySet<string> = new Set([NO_SOURCE, OTHER_WAY, AMBIGUOUS_WAY, UNKNOWN_WAY]);

export function targetDown(gateway: TargetOfForward, outage: Outage): LogRecord {
  const { outcome, code, interface: link } = outage;
  return {
    level: 'warn',
    message: `${formatGateway(gateway)} ${troubleOf(outage)}: clients are refused until ${endOf(outage)} [${outcome}]`,
    fields: {
      event: 'target-down',
      ...targetFields(gateway),
      outcome,
      code,
      ...(link !== undefined && { interface: link }),
    },
  };
}

function endOf({ outcome, code }: Outage): string {
  if (outcome === 'target-tls-failed' || outcome === 'target-certificate-changed') return 'it does';
  return code === LEADS_BACK ? 'it does not' : 'it is back';
}

function troubleOf({ outcome, code, interface: link }: Outage): string {
  const hint = hintFor({ outcome, code, unansweredMs: 0, holder: undefined }) ?? '';
  if (outcome === 'target-certificate-changed') return `does not show the pinned certificate (${hint})`;
  if (outcome === 'target-tls-failed') return `does not finish a TLS handshake (${code}: ${hint})`;
  if (code === LEADS_BACK) return `leads back to smgw-proxy itself and is not the gateway (${code})`;
  if (WAY_CODES.has(code)) return `is unreachable (${code}: ${hint})`;
  const cause =
    link === undefined
      ? `${NAME_TROUBLE[code] ?? ''}${code}`
      : `no carrier on ${link}: is its cable plugged in?`;
  return `is unreachable (${cause})`;
}

export function targetUp(gateway: TargetOfForward): LogRecord {
  return {
    level: 'info',
    message: `${formatGateway(gateway)} is reachable again`,
    fields: { event: 'target-up', ...targetFields(gateway) },
  };
}

/** The pin is the trust: the certificate serves on. */
export function certificateOutdated(
  gateway: TargetOfForward,
  { validFrom, validTo }: ValidityPeriod,
): LogRecord {
  const [from, to] = [validFrom, validTo].map((date) => date.toISOString().slice(0, 10));
  return {
    level: 'warn',
    message: `${formatGateway(gateway)}: the pinned certificate is valid from ${from} to ${to} only, and serves on: is the clock of this machine right?`,
    fields: {
      event: 'certificate-outdated',
      ...targetFields(gateway),
      validFrom: validFrom.toISOString(),
      validTo: validTo.toISOString(),
    },
  };
}

/** A gateway takes the header for the beginning of a broken handshake. */
export function sendsProxyHeader({ name, sendProxy }: ForwardConfig): LogRecord {
  return {
    level: 'warn',
    message: `forward ${name}: every target connection begins with a PROXY header (--send-proxy ${sendProxy}); a real gateway does not understand it`,
    fields: { event: 'send-proxy', forward: name, version: sendProxy },
  };
}

/** @param capacity connections for which there are file descriptors */
export function fewDescriptors(capacity: number, maxConnections: number): LogRecord {
  return {
    level: 'warn',
    message: `file descriptors suffice for ${capacity} connections only, not for the ${maxConnections} of --max-connections: raise the limit (ulimit -n, or LimitNOFILE= in the service)`,
    fields: { event: 'few-descriptors', capacity, maxConnections },
  };
}

/** @param line a problem with its place */
export function serviceLinks(variables: readonly string[]): LogRecord {
  return {
    level: 'warn',
    message: `no options, but set by Kubernetes for a Service of this name: ${variables.join(', ')}`,
    fields: { event: 'service-links', variables },
  };
}

export function signalIgnored(signal: NodeJS.Signals): LogRecord {
  return {
    level: 'info',
    message: `${signal}: nothing was done`,
    fields: { event: 'signal-ignored', signal },
  };
}

export function duplicateAddress(interfaceName: string, address: string): LogRecord {
  return {
    level: 'warn',
    message: `another device on ${interfaceName} has the address ${address} as well, so that the kernel lets no program use it`,
    fields: { event: 'address-duplicate', interface: interfaceName, address },
  };
}

export function notifyFailed(reason: string): LogRecord {
  return {
    level: 'warn',
    message: `cannot notify the service manager: ${reason}`,
    fields: { event: 'notify-failed', reason },
  };
}

/** @param drainDelay in ms */
export function drainDelayed(signal: string, drainDelay: number): LogRecord {
  const limit = formatDuration(drainDelay);
  return {
    level: 'info',
    message: `${stopReason(signal)}: not ready any more; accepting connections for another ${limit}`,
    fields: { event: 'drain-delayed', signal },
  };
}

const stopReason = (signal: string): string => (signal === 'SIGHUP' ? 'the terminal is gone' : signal);

/** @param drainTimeout in ms, 0 = without limit */
export function stopping(signal: string, active: number, drainTimeout: number): LogRecord {
  const limit = drainTimeout === 0 ? 'as long as they need' : formatDuration(drainTimeout);
  const rest = active === 0 ? '' : `; live connections: ${active}, they have ${limit} to finish`;
  return {
    level: 'info',
    message: `${stopReason(signal)}: accepting no more connections${rest}`,
    fields: { event: 'stopping', signal, active },
  };
}

export function drainEnded(active: number): LogRecord {
  return {
    level: 'warn',
    message: `drain timeout reached; resetting live connections: ${active}`,
    fields: { event: 'drain-ended', active },
  };
}

export function stopped({ connections, withoutBytes }: Totals): LogRecord {
  return {
    level: 'info',
    message: `stopped; connections since the start: ${connections}, without a single byte: ${withoutBytes}`,
    fields: { event: 'stopped', connections, withoutBytes },
  };
}

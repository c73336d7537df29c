// The records of the service itself: listening, trouble, stopping.
import type { Endpoint, ForwardConfig, ListenAddress } from '../config/config.js';
import { formatDuration } from '../config/duration.js';
import { formatTarget } from '../config/endpoint.js';
import { formatListen } from '../config/listen-address.js';
import type { ListenError } from '../forward/listen/listener.js';
import type { Outage } from '../forward/target/reachability.js';
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

/** One line for `systemctl status`. */
export function statusText(forwards: readonly ForwardConfig[]): string {
  const parts = forwards.map(
    ({ listen, target }) => `${listen.map(formatListen).join(', ')} → ${formatTarget(target)}`,
  );
  return `Forwarding ${parts.join('; ')}`;
}

/** @param interfaces those that there are */
export function waiting(forward: ForwardConfig, name: string, interfaces: readonly string[]): LogRecord {
  const present = interfaces.includes(name) ? '' : `; interfaces with an address: ${interfaces.join(', ')}`;
  return {
    level: 'warn',
    message: `forward ${forward.name}: ${name} has no address; waiting for it${present}`,
    fields: { event: 'waiting', forward: forward.name, interface: name },
  };
}

export function listenFailed(forward: ForwardConfig, { address, code }: ListenError): LogRecord {
  const listen = formatListen(address);
  return {
    level: 'error',
    message: `forward ${forward.name}: cannot listen on ${listen} (${code}); trying again`,
    fields: { event: 'listen-failed', forward: forward.name, listen, code },
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

export function targetDown(endpoint: Endpoint, outage: Outage): LogRecord {
  const { outcome, code, interface: link } = outage;
  const target = formatTarget(endpoint);
  const cause =
    link === undefined
      ? `${NAME_TROUBLE[code] ?? ''}${code}`
      : `no carrier on ${link}: is its cable plugged in?`;
  return {
    level: 'warn',
    message: `${target} is unreachable (${cause}): clients are refused until it is back [${outcome}]`,
    fields: { event: 'target-down', target, outcome, code, ...(link !== undefined && { interface: link }) },
  };
}

export function targetUp(endpoint: Endpoint): LogRecord {
  const target = formatTarget(endpoint);
  return {
    level: 'info',
    message: `${target} is reachable again`,
    fields: { event: 'target-up', target },
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

export function reloadProblem(line: string): LogRecord {
  return {
    level: 'error',
    message: `not reloaded: ${line}`,
    fields: { event: 'reload-problem', problem: line },
  };
}

export function reloadRefused(problems: number): LogRecord {
  return {
    level: 'error',
    message: 'the previous configuration stays in force',
    fields: { event: 'reload-refused', problems },
  };
}

export function reloaded(forwards: readonly ForwardConfig[]): LogRecord {
  const names = forwards.map(({ name }) => name);
  return {
    level: 'info',
    message: `configuration reloaded; forwards: ${names.join(', ')}`,
    fields: { event: 'reloaded', forwards: names },
  };
}

export function mdnsAnnounced(name: string, interfaceName: string, addresses: readonly string[]): LogRecord {
  return {
    level: 'info',
    message: `answering mDNS queries for ${name} on ${interfaceName} with ${addresses.join(', ')}`,
    fields: { event: 'mdns-announced', name, interface: interfaceName, addresses },
  };
}

/** @param rival the address that the name has */
export function mdnsConflict(name: string, interfaceName: string, rival: string): LogRecord {
  return {
    level: 'warn',
    message: `${name} already belongs to ${rival} on ${interfaceName}: not answering mDNS queries for it; trying again later`,
    fields: { event: 'mdns-conflict', name, interface: interfaceName, rival },
  };
}

export function mdnsFailed(name: string, interfaceName: string, code: string): LogRecord {
  return {
    level: 'warn',
    message: `cannot answer mDNS queries for ${name} on ${interfaceName} (${code}); trying again`,
    fields: { event: 'mdns-failed', name, interface: interfaceName, code },
  };
}

export function mdnsWaiting(name: string): LogRecord {
  return {
    level: 'warn',
    message: `${name} has no address, because no forward listens in the home network; waiting for one`,
    fields: { event: 'mdns-waiting', name },
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

/** @param drainTimeout in ms, 0 = without limit */
export function stopping(signal: string, active: number, drainTimeout: number): LogRecord {
  const limit = drainTimeout === 0 ? 'as long as they need' : formatDuration(drainTimeout);
  const reason = signal === 'SIGHUP' ? 'the terminal is gone' : signal;
  const rest = active === 0 ? '' : `; live connections: ${active}, they have ${limit} to finish`;
  return {
    level: 'info',
    message: `${reason}: accepting no more connections${rest}`,
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

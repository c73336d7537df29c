// The shape of the effective configuration, which flags, environment and file add up to.
import type { Language } from './language.js';

/** A target: an IPv4 or IPv6 literal without brackets (with `%zone` if link-local) or a name, and a port, 1 to 65535. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/**
 * A listen address: an IP literal without brackets, or all present addresses of an interface, or every address without
 * either. Port 0 lets the kernel choose. `fd`: an inherited socket that listens already.
 */
export interface ListenAddress {
  readonly host?: string;
  readonly interface?: string;
  readonly port: number;
  readonly fd?: number;
}

/** A set of addresses. Networks are canonical: without host bits, and IPv4-mapped ones as IPv4. */
export type AddressRange =
  | { readonly kind: 'any' }
  /** Loopback, RFC 1918, link-local, unique local (RFC 4193), and the present subnets of this machine. */
  | { readonly kind: 'private' }
  | { readonly kind: 'network'; readonly address: string; readonly prefix: number };

export const WIRES = ['auto', 'socket'] as const;

export const SEND_PROXY = ['off', 'v1', 'v2'] as const;

/** `connect`: a bare connection tells whether the target is there; `carrier`: only whether there is a way to it. */
export const PROBES = ['connect', 'carrier'] as const;

/** While the target is unreachable, `refuse` closes the ports, and `reset` accepts and resets connections. */
export const WHEN_TARGET_DOWN = ['refuse', 'reset'] as const;

/** One forward: listen addresses, target, access and limits. Timeouts in ms, 0 = off. */
export interface ForwardConfig {
  readonly name: string;
  readonly listen: readonly ListenAddress[];
  readonly target: Endpoint;
  /** The own address (IP literal) or the interface by which connections to the target leave, and no other way. */
  readonly source?: string;
  readonly whenTargetDown: (typeof WHEN_TARGET_DOWN)[number];
  readonly probe: (typeof PROBES)[number];
  /** Clients in `allow` and not in `deny` may connect. */
  readonly allow: readonly AddressRange[];
  readonly deny: readonly AddressRange[];
  /** Most simultaneous connections to the target, over all forwards to it; 0 = unlimited. */
  readonly maxTargetConnections: number;
  /** The longest wait for a free connection to the target. */
  readonly queueTimeout: number;
  /** When the turn of a client ends for which another one waits: without a byte after an answer, and in any case. */
  readonly turnIdle: number;
  readonly turnLimit: number;
  /** Most waiting connections; 0 = none. */
  readonly maxQueue: number;
  readonly connectTimeout: number;
  readonly idleTimeout: number;
  readonly halfCloseTimeout: number;
  /** Clients that must send a PROXY protocol header first. */
  readonly acceptProxy: readonly AddressRange[];
  readonly proxyHeaderTimeout: number;
  readonly sendProxy: (typeof SEND_PROXY)[number];
  /** Speaks TLS to the target, for clients that speak none. */
  readonly targetTls: boolean;
  /** SHA-256 of the only certificate that is then accepted, upper case, with colons. */
  readonly targetFingerprint?: string;
  /** The files of the client certificate and of its key. */
  readonly targetCertificate?: string;
  readonly targetKey?: string;
  /** The content of these files. */
  readonly targetIdentity?: TlsIdentity;
}

/** Of a forward: the gateway that it leads to. Another way to the same address may be another gateway. */
export interface TargetOfForward {
  readonly target: Endpoint;
  readonly source?: string | undefined;
}

/** A client certificate. */
export interface TlsIdentity {
  /** PEM; the chain follows the own certificate. */
  readonly certificate: string;
  /** PEM, without a passphrase. */
  readonly key: string;
}

/** A limit as a number to compare with: 0 in the configuration means unlimited. */
export function orUnlimited(limit: number): number {
  return limit === 0 ? Infinity : limit;
}

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ['text', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface Config {
  readonly forwards: readonly ForwardConfig[];
  /** Most live connections of the process, and of one client address to each forward; 0 = unlimited. */
  readonly maxConnections: number;
  readonly maxConnectionsPerClient: number;
  /** How long new connections are still taken after SIGTERM, in ms, while the service is not ready any more. */
  readonly drainDelay: number;
  /** How long live connections may go on after that, in ms; 0 = unlimited. */
  readonly drainTimeout: number;
  /** `auto`: libuv's handles if they pass a trial; `socket`: net.Socket. Holds until the process ends. */
  readonly wire: (typeof WIRES)[number];
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly logFile?: string;
  /** Of texts for people; undefined for that of the system. */
  readonly language?: Language;
  /** The address of the status page, /status, /metrics, /healthz and /readyz; undefined for none. */
  readonly admin?: ListenAddress;
  /** Clients that are answered there; empty: those of any forward. */
  readonly adminAllow: readonly AddressRange[];
  /** Further names of this machine in the Host header of a request, in lower case. */
  readonly adminHost: readonly string[];
  /** The mDNS name in the home network: one label and `.local` in lower case; undefined for none. */
  readonly mdns?: string;
}

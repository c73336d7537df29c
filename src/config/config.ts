// The effective configuration: what is left when flags, environment and file have been read and judged.

/** Where a target is: an IPv4 or IPv6 literal without brackets (with `%zone` if link-local) or a name; port 1 to 65535. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/**
 * Where to listen: an IP literal without brackets, or all addresses an interface has at the time, or every address
 * when neither is given. Port 0 lets the kernel choose. `fd`: a socket that listens already, handed over at the start.
 */
export interface ListenAddress {
  readonly host?: string;
  readonly interface?: string;
  readonly port: number;
  readonly fd?: number;
}

/** A set of addresses. A network is in canonical form: no host bits, no IPv4 in IPv6 clothes. */
export type AddressRange =
  | { readonly kind: 'any' }
  /** Loopback, RFC 1918, link-local, unique local (RFC 4193), and the subnets this machine is in at the time. */
  | { readonly kind: 'private' }
  | { readonly kind: 'network'; readonly address: string; readonly prefix: number };

export const SEND_PROXY = ['off', 'v1', 'v2'] as const;
export type SendProxy = (typeof SEND_PROXY)[number];

/** `refuse`: the listening ports are closed while the target is unreachable; `reset`: accept and reset. */
export const WHEN_TARGET_DOWN = ['refuse', 'reset'] as const;
export type WhenTargetDown = (typeof WHEN_TARGET_DOWN)[number];

/** One forward: listen addresses, their target, who may use it and how; timeouts in ms (0 = off). */
export interface ForwardConfig {
  readonly name: string;
  readonly listen: readonly ListenAddress[];
  readonly target: Endpoint;
  readonly whenTargetDown: WhenTargetDown;
  /** Who may connect: those in `allow` and not in `deny`. */
  readonly allow: readonly AddressRange[];
  readonly deny: readonly AddressRange[];
  /** Connections to the target at the same time, of all forwards to it; 0 = unlimited. */
  readonly maxTargetConnections: number;
  /** How long a connection may wait for its turn. */
  readonly queueTimeout: number;
  /** How many may wait; 0 = none. */
  readonly maxQueue: number;
  readonly connectTimeout: number;
  readonly idleTimeout: number;
  readonly halfCloseTimeout: number;
  /** Peers that must begin with a PROXY protocol header. */
  readonly acceptProxy: readonly AddressRange[];
  readonly proxyHeaderTimeout: number;
  readonly sendProxy: SendProxy;
}

/** A limit as it is counted with: 0 in the configuration means that there is none. */
export function orUnlimited(limit: number): number {
  return limit === 0 ? Infinity : limit;
}

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ['text', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface Config {
  readonly forwards: readonly ForwardConfig[];
  /** Live connections of the whole process, and of one client address; 0 = unlimited. */
  readonly maxConnections: number;
  readonly maxConnectionsPerClient: number;
  /** How long live connections may go on after SIGTERM, in ms; 0 = without limit. */
  readonly drainTimeout: number;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly logFile?: string;
  /** Where the status page, /status, /metrics, /healthz and /readyz are; nowhere without it. */
  readonly admin?: ListenAddress;
  /** The name answered for by mDNS in the home network, one label and `.local` in lower case; none without it. */
  readonly mdns?: string;
}

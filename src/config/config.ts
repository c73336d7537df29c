// The effective configuration: what is left when flags, environment and file have been read and judged.

/** Where a target is: an IPv4 or IPv6 literal without brackets (with `%zone` if link-local) or a name; port 1 to 65535. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where to listen: an IP literal without brackets, or every address when `host` is left out. Port 0 lets the kernel choose. */
export interface ListenAddress {
  readonly host?: string;
  readonly port: number;
}

/** One forward: listen addresses, their target and its timeouts in ms (0 = off). */
export interface ForwardConfig {
  readonly name: string;
  readonly listen: readonly ListenAddress[];
  readonly target: Endpoint;
  readonly connectTimeout: number;
  readonly idleTimeout: number;
  readonly halfCloseTimeout: number;
}

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export const LOG_FORMATS = ['text', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface Config {
  readonly forwards: readonly ForwardConfig[];
  /** How long live connections may go on after SIGTERM, in ms; 0 = without limit. */
  readonly drainTimeout: number;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  readonly logFile?: string;
}

// A forwarder under test: how the benchmark starts it, and its limits.

/** Where one run of a forwarder takes place. */
export interface StartPlace {
  readonly port: number;
  readonly targetPort: number;
  /** For its configuration, its log, and other files that it writes. */
  readonly folder: string;
  /** So many connections it has to take at the same time. */
  readonly connections: number;
}

export type ForwarderId =
  'direct' | 'smgw-proxy' | 'socket-wire' | 'pipe' | 'haproxy' | 'nginx' | 'socat' | 'systemd-socket-proxyd';

export interface ForwarderProgram {
  readonly id: Exclude<ForwarderId, 'direct'>;
  readonly version: string;
  /** Writes what it needs into the folder and answers the words that start it. */
  readonly command: (place: StartPlace) => readonly string[];
  /** How many of its descriptors one connection takes. */
  readonly descriptorsEach: number;
  /** A process for each connection: with many of them the machine is measured, not the forwarder. */
  readonly forks: boolean;
  /** Another program listens for it and starts it at the first connection. */
  readonly startsAtFirstConnection: boolean;
}

/** The values of most forwarders. */
export const USUAL = {
  descriptorsEach: 2,
  forks: false,
  startsAtFirstConnection: false,
} as const;

/** A forwarder that this machine does not have. */
export interface MissingForwarder {
  readonly id: ForwarderId;
  readonly reason: string;
}

// The surroundings of a target, and what its observers are told.
import type { CarrierWatch } from './carrier-watch.js';
import type { NameDialler } from './dial.js';
import type { Outage } from './reachability.js';
import type { TlsTries } from './tries.js';
import type { Way } from './way.js';

/** Callbacks of an observer. A target that is not known to be up is looked for only while it has observers. */
export interface TargetEvents {
  readonly targetDown: (outage: Outage) => void;
  /** Also after the first success of all, without a targetDown() before it. */
  readonly targetUp: () => void;
}

/** A live connection to a target. */
export interface Heard {
  /** Since the target's last byte, in ms; Infinity if none has come. */
  readonly silentMs: number;
}

/** The surroundings of a target. */
export interface TargetContext {
  readonly dialler: NameDialler;
  /** With TLS a try is a whole handshake. */
  readonly tls?: TlsTries;
  /** Connects for clients alone: another machine may have the only session. It is up while there is a way to it. */
  readonly isPassive: boolean;
  readonly carriers: CarrierWatch;
  readonly way: Way;
  /** Of the forwards to it: the own address or interface that its connections leave by. */
  readonly source: string | undefined;
  /** Called like the observers, for the log; does not count as one, and hears of the end of outages alone. */
  readonly reporter: TargetEvents;
  /** How many targets are looked for at the moment. */
  readonly soughtTargets: () => number;
}

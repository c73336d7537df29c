// Tries whether a target can be reached: how one is made, and when the next one is due.
import type { Endpoint, ForwardConfig } from '../../config/config.js';
import { formatHeader } from '../../proxy-protocol/header.js';
import type { Visitor } from '../admit/turns.js';
import type { Outcome } from '../outcome.js';
import type { Wire } from '../wire/wire.js';
import { dial, type DialResult, type FailedDial, type NameDialler } from './dial.js';

/** From the start of one try to the start of the next, in ms, growing: a gateway that restarts is back in a minute. */
const FIRST_TRY_MS = 1000;
export const RAREST_TRY_MS = 5000;
/** Likewise after the carrier has come back: a gateway that only had its cable pulled answers at once. */
export const FIRST_TRY_WITH_CARRIER_MS = 250;
/** Likewise for a target whose handshake fails: each one is work for it, and that changes seldom. */
const RAREST_HANDSHAKE_MS = 30_000;
/** The tries of all targets together are at least this far apart, in ms, on average: 500 that refuse cost some 4 % of a CPU. */
const TRY_SPACING_MS = 20;
/** Each time between tries is up to this part longer or shorter: those of many targets spread out. */
const JITTER = 0.25;
/** How long a handshake may take at most, in ms, where --connect-timeout sets no limit. */
const HANDSHAKE_LIMIT_MS = 30_000;

/** A try among the turns: never waits. Its client is no address. */
export const TRY: Visitor = {
  host: 'probe',
  rules: { turnIdle: 0, turnLimit: 0, maxQueue: 0 },
  occupant: {
    quietSince: Infinity,
    restingSince: undefined,
    resumedAt: undefined,
    hasAsked: false,
    wasAnswered: false,
    giveWay: () => undefined,
  },
  granted: () => undefined,
  displaced: () => undefined,
};

/** When the next try is due. */
export class Pace {
  private interval = FIRST_TRY_MS;

  begin(first = FIRST_TRY_MS): void {
    this.interval = first;
  }

  /**
   * Time until the next try, in ms.
   *
   * @param outcome of the last failure
   * @param sought how many targets are looked for at the moment
   */
  next(outcome: Outcome | undefined, sought: number): number {
    const jitter = 1 + JITTER * (2 * Math.random() - 1);
    const wait = this.interval * jitter;
    const isAnswered = outcome === 'target-tls-failed' || outcome === 'target-certificate-changed';
    const rarest = isAnswered ? RAREST_HANDSHAKE_MS : RAREST_TRY_MS;
    this.interval = Math.min(this.interval * 2, Math.max(rarest, TRY_SPACING_MS * sought));
    return wait;
  }
}

/** How connections with TLS are made. */
export interface TlsTries {
  /** They begin with such a header; without one the target would not understand the handshake. */
  readonly sendProxy: ForwardConfig['sendProxy'];
  /** Of a whole try, in ms; 0 = without limit. */
  readonly timeout: number;
}

/**
 * A bare TCP connect without a byte, or with `tls` a handshake. As dial().
 *
 * @param timeout for the bare connect, in ms; 0 = without limit
 */
export function tryOnce(
  endpoint: Endpoint,
  dialler: NameDialler,
  timeout: number,
  tls: TlsTries | undefined,
  done: (result: DialResult) => void,
): () => FailedDial {
  if (tls === undefined) return dial(endpoint, timeout, dialler, done);
  const { sendProxy } = tls;
  const headerFor = ({ ends: { local, remote } }: Wire): Uint8Array | undefined =>
    sendProxy !== 'off' && local && remote ? formatHeader(sendProxy, local, remote) : undefined;
  return dial(endpoint, tls.timeout || HANDSHAKE_LIMIT_MS, dialler, done, headerFor);
}

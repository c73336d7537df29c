// Opens the connection to a target, by address or name, within a time limit.
import type { Endpoint } from '../../config/config.js';
import { isAddress } from '../../config/ip-literal.js';
import { dialOutcome, handshakeOutcome, type Outcome } from '../outcome.js';
import type { Handshake } from '../wire/handshake.js';
import { HANDSHAKE_LATE } from '../wire/tls-codes.js';
import type { Dialler, Wire } from '../wire/wire.js';
import { NO_ANSWER, type Names } from './names.js';
import { race } from './race.js';

export type DialResult = { readonly ok: true; readonly wire: Wire } | FailedDial;

export interface FailedDial {
  readonly ok: false;
  readonly outcome: Outcome;
  readonly code: string;
}

/** Connects to addresses, and finds those of names. */
export interface NameDialler extends Dialler {
  readonly names: Names;
  /** Begins TLS on each connection; undefined for none. */
  readonly shakeHands?: Handshake | undefined;
}

/**
 * Connects to `target`, to the first address of a name that accepts, and calls `done` exactly once unless cancelled.
 * The wire, not yet read and without an owner, is then the caller's.
 *
 * @param timeout in ms, for look-up, connection and TLS handshake together; 0 leaves the limit to the kernel (about two
 *   minutes)
 * @param headerFor bytes that the connection begins with, before any TLS; a new socket takes them at once
 * @returns gives up without calling back, and tells the failure that waiting any longer would have been; does nothing
 *   after `done`
 */
export function dial(
  { host, port }: Endpoint,
  timeout: number,
  dialler: NameDialler,
  done: (result: DialResult) => void,
  headerFor: (wire: Wire) => Uint8Array | undefined = () => undefined,
): () => FailedDial {
  /** The code of a timeout: without an address the name server is late, not the target. */
  let lateCode = 'ETIMEDOUT';
  let outcomeOf = dialOutcome;
  let stop: (() => void) | undefined = isAddress(host) ? connect([host]) : lookUp();
  const timer = timeout > 0 ? setTimeout(onTimeout, timeout) : undefined;
  return cancel;

  function lookUp(): () => void {
    lateCode = NO_ANSWER;
    return dialler.names.find(host, (found) => {
      lateCode = 'ETIMEDOUT';
      if (found.ok) stop = connect(found.addresses);
      else fail(found.code);
    });
  }
  function connect(addresses: readonly string[]): () => void {
    return race(addresses, port, dialler, { onConnect: begin, onError: fail });
  }
  function begin(wire: Wire): void {
    const header = headerFor(wire);
    if (header !== undefined) wire.write(header, () => undefined);
    if (dialler.shakeHands === undefined) {
      succeed(wire);
      return;
    }
    lateCode = HANDSHAKE_LATE;
    outcomeOf = handshakeOutcome;
    stop = dialler.shakeHands(wire, { onConnect: succeed, onError: fail });
  }
  function succeed(wire: Wire): void {
    end({ ok: true, wire });
  }
  function failure(code: string): FailedDial {
    return { ok: false, outcome: outcomeOf(code), code };
  }
  function fail(code: string): void {
    end(failure(code));
  }
  function end(result: DialResult): void {
    clearTimeout(timer);
    stop = undefined;
    done(result);
  }
  function cancel(): FailedDial {
    clearTimeout(timer);
    stop?.();
    stop = undefined;
    return failure(lateCode);
  }
  function onTimeout(): void {
    done(cancel());
  }
}

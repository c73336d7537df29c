// Connects to the first of several addresses that accepts (RFC 8305, Happy Eyeballs).
import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Endpoint } from '../../config/config.js';
import { dialOutcome, type Outcome } from '../outcome.js';
import { failSoon } from './fail-soon.js';
import type { ConnectEvents, Dialler } from '../wire/wire.js';

/** From one attempt to the next, in ms, unless it fails before (RFC 8305 section 8). */
const ATTEMPT_DELAY_MS = 250;

/**
 * Connects to the addresses, the first one first, the families in turn. All attempts but the first that succeeds are
 * given up at once. Before the delay is over there is one attempt only, because a gateway may take one session only.
 * Events and result are those of {@link Dialler.connect}.
 */
export function race(
  addresses: readonly string[],
  port: number,
  dialler: Dialler,
  events: ConnectEvents,
): () => void {
  const [first = '', ...others] = addresses;
  if (others.length === 0) return connect({ host: first, port }, dialler, events);
  const waiting = interleaved(addresses);
  const attempts = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let code: string | undefined;
  next();
  return cancel;

  function next(): void {
    clearTimeout(timer);
    const host = waiting.shift();
    if (host === undefined) return;
    const attempt = connect({ host, port }, dialler, {
      onConnect: (wire) => {
        attempts.delete(attempt);
        cancel();
        events.onConnect(wire);
      },
      onError: (failure) => {
        attempts.delete(attempt);
        if (code === undefined || weight(failure) < weight(code)) code = failure;
        if (waiting.length > 0) next();
        else if (attempts.size === 0) events.onError(code);
      },
    });
    attempts.add(attempt);
    if (waiting.length > 0) timer = setTimeout(next, ATTEMPT_DELAY_MS);
  }
  function cancel(): void {
    clearTimeout(timer);
    for (const giveUp of attempts) giveUp();
  }
}

/** RFC 8305 section 4: a family that does not work delays the other by one attempt. */
function interleaved(addresses: readonly string[]): string[] {
  const isFirst = (address: string): boolean => isIPv6(address) === isIPv6(addresses[0] ?? '');
  const others = addresses.filter((address) => !isFirst(address));
  const pairs = addresses.filter(isFirst).flatMap((address) => [address, ...others.splice(0, 1)]);
  return [...pairs, ...others];
}

/** The most telling first: an answer of the target, then trouble of our own, which says nothing of the target. */
const BY_WEIGHT: readonly Outcome[] = [
  'target-refused',
  'target-reset',
  'internal-error',
  'target-timeout',
  'target-unreachable',
];
const weight = (code: string): number => BY_WEIGHT.indexOf(dialOutcome(code));

function connect(target: Endpoint, dialler: Dialler, events: ConnectEvents): () => void {
  return lacksInterface(target.host) ? failSoon(events, 'ENODEV') : dialler.connect(target, events);
}

/** The interface of a zone such as %eth0 may have gone or have no address: Node 26 would silently take another one. */
function lacksInterface(host: string): boolean {
  const [, zone] = host.split('%');
  if (zone === undefined) return false;
  try {
    return !Object.hasOwn(networkInterfaces(), zone);
  } catch {
    // The kernel cannot be asked, for want of descriptors: connecting will say so.
    return false;
  }
}

// Opens the connection to a target, within a time limit.
import { networkInterfaces } from 'node:os';
import type { Endpoint } from '../../config/config.js';
import { dialOutcome, type Outcome } from '../outcome.js';
import type { Dialler, Wire } from '../wire/wire.js';

export type DialResult =
  | { readonly ok: true; readonly wire: Wire }
  | { readonly ok: false; readonly outcome: Outcome; readonly code: string };

/**
 * Connects to `target`, looking up a name afresh, and calls `done` exactly once unless cancelled. The wire, not yet
 * read and without an owner, is then the caller's.
 *
 * @param timeout in ms; 0 leaves the limit to the kernel (about two minutes)
 * @returns gives up without calling back; does nothing after `done`
 */
export function dial(
  target: Endpoint,
  timeout: number,
  dialler: Dialler,
  done: (result: DialResult) => void,
): () => void {
  if (lacksInterface(target.host)) return failSoon(done);
  let stop: (() => void) | undefined = dialler.connect(target, {
    onConnect: (wire) => end({ ok: true, wire }),
    onError: (code) => end({ ok: false, outcome: dialOutcome(code), code }),
  });
  const timer = timeout > 0 ? setTimeout(onTimeout, timeout) : undefined;
  return cancel;

  function cancel(): void {
    clearTimeout(timer);
    stop?.();
    stop = undefined;
  }
  function end(result: DialResult): void {
    clearTimeout(timer);
    stop = undefined;
    done(result);
  }
  function onTimeout(): void {
    cancel();
    done({ ok: false, outcome: 'target-timeout', code: 'ETIMEDOUT' });
  }
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

function failSoon(done: (result: DialResult) => void): () => void {
  const code = 'ENODEV';
  const immediate = setImmediate(() => {
    done({ ok: false, outcome: dialOutcome(code), code });
  });
  return () => {
    clearImmediate(immediate);
  };
}

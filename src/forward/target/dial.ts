// Opens the connection to a target, within a time limit.
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Endpoint } from '../../config/config.js';
import { errorCode } from '../../error-code.js';
import { dialOutcome, type Outcome } from '../outcome.js';
import { PooledReader } from '../relay/pooled-reader.js';
import type { Reader } from '../relay/reader.js';
import { ONREAD_OPTIONS } from '../relay/tcp.js';

export type DialResult =
  | { readonly ok: true; readonly target: Reader }
  | { readonly ok: false; readonly outcome: Outcome; readonly code: string };

/**
 * Connects to `target`, looking up a name afresh, and calls `done` exactly once unless cancelled. The reader's socket,
 * not yet read and without listeners, is then the caller's.
 *
 * @param timeout in ms; 0 leaves the limit to the kernel (about two minutes)
 * @returns gives up without calling back; closes the connection if it has been made already
 */
export function dial(target: Endpoint, timeout: number, done: (result: DialResult) => void): () => void {
  if (lacksInterface(target.host)) return failSoon(done);
  const reader = new PooledReader();
  const socket = connect({ host: target.host, port: target.port, onread: reader.onread, ...ONREAD_OPTIONS });
  reader.attach(socket);
  const timer = timeout > 0 ? setTimeout(onTimeout, timeout) : undefined;
  socket.on('connect', onConnect).on('error', onError);
  return discard;

  function detach(): void {
    clearTimeout(timer);
    socket.off('connect', onConnect).off('error', onError);
  }
  function discard(): void {
    detach();
    // Several addresses of one name may still be tried; their errors do not matter any more.
    socket.on('error', () => undefined);
    socket.destroy();
  }
  function onConnect(): void {
    detach();
    done({ ok: true, target: reader });
  }
  function fail(outcome: Outcome, code: string): void {
    discard();
    done({ ok: false, outcome, code });
  }
  function onError(error: Error): void {
    const code = errorCode(error);
    fail(dialOutcome(code), code);
  }
  function onTimeout(): void {
    fail('target-timeout', 'ETIMEDOUT');
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

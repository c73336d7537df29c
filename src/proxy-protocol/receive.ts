// Reads a PROXY header from an accepted socket and leaves the payload to the next reader.
import type { Socket } from 'node:net';
import { parseHeader } from './header.js';
import {
  ProxyHeaderError,
  type ParsedHeader,
  type ProxyHeader,
  type ProxyHeaderProblem,
} from './parsed-header.js';

/**
 * - missing, invalid: see ProxyHeaderProblem; a FIN inside a header makes it invalid.
 * - timeout: no complete header in time.
 * - closed: a FIN without a byte, as a port scan sends.
 */
export type HeaderResult =
  | { readonly ok: true; readonly header: ProxyHeader }
  | { readonly ok: false; readonly reason: ProxyHeaderProblem | 'timeout' | 'closed' };

/**
 * Reads the header from `client`, a paused socket without a read so far. Calls `done` exactly once unless cancelled,
 * never before it returns. The caller owns the socket, closes it, and cancels on its errors. When `done` is called, the
 * socket is paused and never touched again.
 *
 * The next reader gets exactly the payload. 'end' may have fired already without a listener, so that the next reader
 * must check readableEnded.
 *
 * Memory: at most MAX_HEADER_BYTES and one read of Node (64 KiB); the rest stays in the kernel.
 *
 * @param timeoutMs counted from this call, not from the last byte; 0 sets no limit. Section 2 asks for "at least 3 seconds to
 *   cover a TCP retransmit".
 * @returns cancels without calling `done`; not allowed after `done`
 */
export function receiveHeader(
  client: Socket,
  timeoutMs: number,
  done: (result: HeaderResult) => void,
): () => void {
  let bytes: Buffer = Buffer.alloc(0);
  const timer = timeoutMs > 0 ? setTimeout(fail, timeoutMs, 'timeout') : undefined;
  client.on('data', onData).on('end', onEnd).resume();
  return stop;

  function stop(): void {
    clearTimeout(timer);
    client.off('data', onData).off('end', onEnd).pause();
  }
  function onData(piece: Buffer): void {
    bytes = Buffer.concat([bytes, piece]);
    const found = look(bytes);
    if (found === undefined) return;
    if (typeof found === 'string') {
      fail(found);
      return;
    }
    stop();
    if (bytes.length > found.length) client.unshift(bytes.subarray(found.length));
    done({ ok: true, header: found.header });
  }
  function fail(reason: ProxyHeaderProblem | 'timeout' | 'closed'): void {
    stop();
    done({ ok: false, reason });
  }
  function onEnd(): void {
    fail(bytes.length === 0 ? 'closed' : 'invalid');
  }
}

function look(bytes: Buffer): ParsedHeader | ProxyHeaderProblem | undefined {
  try {
    return parseHeader(bytes);
  } catch (error) {
    if (error instanceof ProxyHeaderError) return error.code;
    throw error;
  }
}

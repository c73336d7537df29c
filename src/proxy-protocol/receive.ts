// Reads a PROXY header from a connection, and hands on the bytes that came behind it.
import { parseHeader } from './header.js';
import {
  ProxyHeaderError,
  type ParsedHeader,
  type ProxyHeader,
  type ProxyHeaderProblem,
} from './parsed-header.js';

/** A connection, as far as it is needed here. */
export interface HeaderSource {
  /** Calls onPiece() with bytes that stay as they are until it returns true, and onFin() at EOF; not before it returns. */
  read(reader: { onPiece(piece: Uint8Array): boolean; onFin(): void }): void;
  stop(): void;
}

/**
 * - missing, invalid: see ProxyHeaderProblem; a FIN inside a header makes it invalid.
 * - timeout: no complete header in time.
 * - closed: a FIN without a byte, as a port scan sends.
 */
export type HeaderResult =
  | { readonly ok: true; readonly header: ProxyHeader; /** Bytes behind it. */ readonly rest: Uint8Array }
  | { readonly ok: false; readonly reason: ProxyHeaderProblem | 'timeout' | 'closed' };

/**
 * Reads the header from `client`. Calls `done` exactly once unless cancelled, never before it returns. The caller owns
 * the connection, closes it, and cancels on its errors. When `done` is called, nothing is read any more.
 *
 * Memory: at most MAX_HEADER_BYTES and one read; the rest stays in the kernel.
 *
 * @param timeoutMs counted from this call, not from the last byte; 0 sets no limit. Section 2 asks for "at least 3 seconds to
 *   cover a TCP retransmit".
 * @returns cancels without calling `done`; not allowed after `done`
 */
export function receiveHeader(
  client: HeaderSource,
  timeoutMs: number,
  done: (result: HeaderResult) => void,
): () => void {
  let bytes: Buffer = Buffer.alloc(0);
  const timer = timeoutMs > 0 ? setTimeout(fail, timeoutMs, 'timeout') : undefined;
  client.read({ onPiece, onFin });
  return stop;

  function stop(): void {
    clearTimeout(timer);
    client.stop();
  }
  function onPiece(piece: Uint8Array): boolean {
    bytes = Buffer.concat([bytes, piece]);
    const found = look(bytes);
    if (typeof found === 'string') fail(found);
    else if (found !== undefined) {
      stop();
      done({ ok: true, header: found.header, rest: bytes.subarray(found.length) });
    }
    return true;
  }
  function fail(reason: ProxyHeaderProblem | 'timeout' | 'closed'): void {
    stop();
    done({ ok: false, reason });
  }
  function onFin(): void {
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

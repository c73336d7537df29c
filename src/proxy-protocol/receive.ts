// Reads a PROXY header off an accepted socket and leaves what is behind it to the next reader.
import type { Socket } from 'node:net';
import { ProxyHeaderError, type ProxyHeaderProblem } from './error.js';
import { parseHeader } from './header.js';
import type { ParsedHeader, ProxyHeader } from './parsed-header.js';

/**
 * missing, invalid  see ProxyHeaderProblem; a FIN in the middle of a header makes it invalid too
 * timeout           the header was not there in time
 * closed            FIN without a single byte: somebody only looked whether the port is open
 */
export type HeaderResult =
  | { readonly ok: true; readonly header: ProxyHeader }
  | { readonly ok: false; readonly reason: ProxyHeaderProblem | 'timeout' | 'closed' };

const NOTHING = Buffer.alloc(0);

/**
 * Reads the header that `client`, accepted paused and not read before, must begin with, and calls `done` exactly once
 * unless cancelled, never before having returned. The socket stays the caller's: its errors are his business (he
 * cancels), and so is closing it. Once `done` has been called it is paused and not touched any more.
 *
 * If the header is good the next reader gets exactly what is behind it. If a FIN has come by then as well, the socket
 * may have told of it with nobody there to hear: he must ask readableEnded.
 *
 * At most MAX_HEADER_BYTES and one piece (64 KiB, Node's read size) are held; the rest waits in the kernel.
 *
 * @param timeoutMs counted from now, whatever comes in between; section 2: "at least 3 seconds to cover a TCP
 *   retransmit"; 0 sets no limit
 * @returns stops reading without calling back; not to be called any more once `done` has been
 */
export function receiveHeader(
  client: Socket,
  timeoutMs: number,
  done: (result: HeaderResult) => void,
): () => void {
  let bytes = NOTHING;
  const timer = timeoutMs > 0 ? setTimeout(onTimeout, timeoutMs) : undefined;
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
    if (typeof found === 'string') fail(found);
    else succeed(found);
  }
  function succeed({ header, length }: ParsedHeader): void {
    stop();
    if (bytes.length > length) client.unshift(bytes.subarray(length));
    done({ ok: true, header });
  }
  function fail(reason: ProxyHeaderProblem | 'timeout' | 'closed'): void {
    stop();
    done({ ok: false, reason });
  }
  function onEnd(): void {
    fail(bytes.length === 0 ? 'closed' : 'invalid');
  }
  function onTimeout(): void {
    fail('timeout');
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

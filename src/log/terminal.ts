// Standard output as a stream that never blocks the process, also when it is a terminal stopped with Ctrl-S.
import { constants, openSync, write } from 'node:fs';
import { Writable } from 'node:stream';

/** How often a terminal that takes nothing is tried again, in ms. */
const RETRY_MS = 100;

/**
 * Writes to pipes, sockets and files do not block Node; writes to a terminal do. So a terminal is opened once more,
 * non-blocking. Falls back to Node's own stream where that is not possible.
 */
export function openStandardOutput(): Writable {
  if (!process.stdout.isTTY) return process.stdout;
  try {
    return new TerminalStream(
      openSync('/dev/stdout', constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY),
    );
  } catch {
    return process.stdout;
  }
}

class TerminalStream extends Writable {
  constructor(private readonly descriptor: number) {
    super();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    write(this.descriptor, chunk, (error, written) => {
      if (error !== null && error.code !== 'EAGAIN') done(error);
      else if (error === null && written === chunk.length) done();
      else this.retry(chunk.subarray(error === null ? written : 0), done);
    });
  }

  private retry(rest: Buffer, done: (error?: Error | null) => void): void {
    setTimeout(() => {
      this._write(rest, 'utf8', done);
    }, RETRY_MS).unref();
  }
}

// The stream behind a transport: hands log lines on without waiting for their reader, and without failing because of it.
import { Writable } from 'node:stream';

/** Most text waiting for a slow reader, in UTF-16 units (about bytes); beyond it lines are dropped and counted. */
const MAX_WAITING = 1_048_576;

/** How long after an error a file is opened again, in ms: a full disk may get room. */
const REOPEN_AFTER_MS = 60_000;

/** The longest wait at the end, in ms: a reader that has stopped must not keep the process from ending. */
const FLUSH_LIMIT_MS = 1000;

/** Where lines go: standard output, which stays open, or a file, which is opened again after an error and closed. */
export interface OutputTarget {
  readonly open: () => Writable;
  readonly isFile: boolean;
}

export interface OutputEvents {
  /** The line that stands where `lines` lines were dropped; empty for none. */
  readonly gapLine: (lines: number) => string;
  /** The stream broke; lines are lost until it can be opened again. */
  readonly failed: (error: Error) => void;
}

/** A write failed after so many bytes of it had been taken. The writes behind it fail with the same error. */
export class PartialWrite extends Error {
  constructor(
    message: string,
    public taken: number,
  ) {
    super(message);
  }
}

/** Each write is one line. Never full and never broken: winston holds all outputs up for one that is. */
export class Output extends Writable {
  private stream: Writable | undefined;
  private reopenAt = 0;
  private lostLines = 0;
  /** Since the start, also those that have been told of. */
  dropped = 0;

  constructor(
    private readonly target: OutputTarget,
    private readonly events: OutputEvents,
    /** In ms. Not the time of day: set back, it would keep a file closed for as long. */
    private readonly clock: () => number = () => performance.now(),
  ) {
    super({ decodeStrings: false });
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this._writev([{ chunk }], done);
  }

  override _writev(lines: readonly { readonly chunk: string }[], done: () => void): void {
    this.pass(lines.map(({ chunk }) => chunk));
    done();
  }

  override _final(done: () => void): void {
    const { stream } = this;
    if (stream === undefined) done();
    else void this.flush(stream).then(done);
  }

  private async flush(stream: Writable): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, FLUSH_LIMIT_MS);
      const flushed = (): void => {
        clearTimeout(timer);
        resolve();
      };
      if (this.target.isFile) stream.end(this.gap(), flushed);
      else stream.write(this.gap(), flushed);
    });
  }

  /** Writes the lines for which there is room. The line about a gap goes into the same write and so cannot be lost. */
  private pass(lines: readonly string[]): void {
    const stream = this.current();
    const gap = this.gap();
    let room = stream === undefined ? 0 : MAX_WAITING - stream.writableLength - gap.length;
    const fitting = lines.filter((line) => (room -= line.length) >= 0);
    if (stream !== undefined && fitting.length > 0) this.send(stream, gap, fitting);
    this.lose(lines.length - fitting.length);
  }

  private send(stream: Writable, gap: string, lines: readonly string[]): void {
    const linesInGap = this.lostLines;
    this.lostLines = 0;
    stream.write(gap + lines.join(''), (error) => {
      if (!error) return;
      const failure = error instanceof PartialWrite ? error : new PartialWrite('', 0);
      const isLost = (text: string): boolean => (failure.taken -= Buffer.byteLength(text)) < 0;
      if (gap !== '' && isLost(gap)) this.lostLines += linesInGap;
      this.lose(lines.filter(isLost).length);
    });
  }

  private lose(lines: number): void {
    this.lostLines += lines;
    this.dropped += lines;
  }

  /** Leaves a file and opens what has its path now; also tries again at once when it could not be written. */
  reopen(): void {
    if (!this.target.isFile) return;
    this.stream?.end();
    this.open();
  }

  private gap(): string {
    return this.lostLines > 0 ? this.events.gapLine(this.lostLines) : '';
  }

  private current(): Writable | undefined {
    if (this.stream === undefined && this.clock() >= this.reopenAt) this.open();
    return this.stream;
  }

  private open(): void {
    const stream = this.target.open();
    this.stream = stream;
    stream.on('error', (error) => {
      if (this.stream !== stream) return;
      this.stream = undefined;
      this.reopenAt = this.target.isFile ? this.clock() + REOPEN_AFTER_MS : Infinity;
      this.events.failed(error);
    });
  }
}

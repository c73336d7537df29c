// Hands log lines to a stream without ever waiting for it, and without ever failing because of it.
import type { Writable } from 'node:stream';

/** Most text waiting for a slow reader, in UTF-16 units (about bytes); beyond it lines are dropped and counted. */
const MAX_WAITING = 1_048_576;

/** How long after an error a stream that can be opened again is tried again, in ms: a full disk may get room. */
const REOPEN_AFTER_MS = 60_000;

/** Where lines go: a stream that is there (standard output), or one that can be opened again (a file). */
export interface OutputTarget {
  readonly open: () => Writable;
  readonly reopens: boolean;
}

/** What an output tells about itself, so that it can be logged, here or elsewhere. */
export interface OutputEvents {
  /** Room again after `lines` were dropped. */
  readonly dropped: (lines: number) => void;
  /** The stream broke; lines are lost until it can be opened again. */
  readonly failed: (error: Error) => void;
}

export class Output {
  private stream: Writable | undefined;
  private reopenAt = 0;
  private droppedLines = 0;

  constructor(
    private readonly target: OutputTarget,
    private readonly events: OutputEvents,
  ) {}

  /** @param text one line or several, whole */
  write(text: string): void {
    const stream = this.current();
    if (stream === undefined || stream.writableLength + text.length > MAX_WAITING) {
      this.droppedLines += text.split('\n').length - 1;
      return;
    }
    this.tellDropped();
    stream.write(text);
  }

  /** Resolves when everything written has left, or after `limit` ms. */
  async flush(limit: number): Promise<void> {
    const { stream } = this;
    if (stream === undefined || stream.writableLength === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limit);
      stream.write('', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private tellDropped(): void {
    const lines = this.droppedLines;
    this.droppedLines = 0; // before the call: telling may write a line itself
    if (lines > 0) this.events.dropped(lines);
  }

  private current(): Writable | undefined {
    if (this.stream === undefined && Date.now() >= this.reopenAt) this.open();
    return this.stream;
  }

  private open(): void {
    const stream = this.target.open();
    this.stream = stream;
    stream.on('error', (error) => {
      if (this.stream !== stream) return;
      this.stream = undefined;
      this.reopenAt = this.target.reopens ? Date.now() + REOPEN_AFTER_MS : Infinity;
      this.events.failed(error);
    });
  }
}

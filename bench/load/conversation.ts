// A client's connection that asks and is answered, again and again; every answer is checked for its length.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { counters } from './calls.js';
import { ANSWER, REQUEST } from './protocol.js';

// One for all: what is read into it is only counted. The room behind an answer shows one that is too long.
const BUFFER = Buffer.allocUnsafe(4 * ANSWER.length);

export class Conversation {
  private readonly socket: Socket;
  private readonly closed: Promise<unknown>;
  private missing = 0;
  private answered: (failure?: Error) => void = () => undefined;

  constructor(port: number) {
    const callback = (length: number): boolean => this.take(length);
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: BUFFER, callback } });
    this.closed = once(this.socket, 'close');
    this.closed.then(
      () => {
        this.answered(new Error('a connection ended before its answer'));
      },
      (error: unknown) => {
        this.answered(error as Error);
      },
    );
  }

  /** Sends one request; `answered` is called once, when the whole answer is there or never will be. */
  ask(answered: (failure?: Error) => void): void {
    this.answered = answered;
    this.missing = ANSWER.length;
    counters.sent += REQUEST.length;
    this.socket.write(REQUEST);
  }

  private take(length: number): boolean {
    counters.received += length;
    this.missing -= length;
    if (this.missing < 0) this.answered(new Error('an answer was too long'));
    if (this.missing === 0) this.answered();
    return true;
  }

  /** Ends the connection; fulfilled when both sides have closed. */
  async end(): Promise<void> {
    this.answered = () => undefined;
    this.socket.end();
    await this.closed;
  }

  destroy(): void {
    this.answered = () => undefined;
    this.socket.destroy();
  }
}

/** Asks one question. */
export async function askOnce(conversation: Conversation): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    conversation.ask((failure) => {
      if (failure === undefined) resolve();
      else reject(failure);
    });
  });
}

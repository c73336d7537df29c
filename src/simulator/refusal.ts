// The error for a request that cannot be served, with its HTTP status.

export type RefusalStatus = 400 | 403 | 404 | 405 | 413;

/** Thrown by the methods; the responder turns it into the answer. The message is one sentence for developers of clients. */
export class Refusal extends Error {
  constructor(
    readonly status: RefusalStatus,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

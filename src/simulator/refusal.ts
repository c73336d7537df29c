// The error for a request that cannot be served, with its HTTP status.

/** The responder turns it into the answer. The message is one sentence for developers of clients. */
export class Refusal extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 413,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

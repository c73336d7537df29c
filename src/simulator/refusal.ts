// A request that cannot be served: the HTTP status it gets, and why.

export type RefusalStatus = 400 | 403 | 404 | 405 | 413;

/** Thrown by the pure parts and turned into an answer in one place. The message is one sentence for the developer of a client. */
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

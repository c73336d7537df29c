// What is thrown for bytes that are no PROXY header.

/**
 * missing  the bytes do not begin as a header of either version: somebody who does not speak the protocol
 * invalid  they begin as one and break the specification
 */
export type ProxyHeaderProblem = 'missing' | 'invalid';

/** Section 2.1: "Any sequence which does not exactly match the protocol must … cause the receiver to abort". */
export class ProxyHeaderError extends Error {
  constructor(
    readonly code: ProxyHeaderProblem,
    expected: string,
  ) {
    super(`expected ${expected}`);
  }
}

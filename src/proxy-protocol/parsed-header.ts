// The content of a PROXY header of any version, and the error for bytes that are none.
import type { Endpoint } from '../config/config.js';

/**
 * The content of a header. Source and destination are undefined for LOCAL, UNKNOWN, and any protocol but TCP over IP.
 * Then the addresses of the connection itself count. Hosts are canonical IP literals without a zone; ports 0 to 65535.
 */
export interface ProxyHeader {
  readonly version: 1 | 2;
  readonly source?: Endpoint;
  readonly destination?: Endpoint;
}

/** A header and its length in bytes; the payload follows. */
export interface ParsedHeader {
  readonly header: ProxyHeader;
  readonly length: number;
}

/**
 * missing  the bytes begin like neither version: the client does not speak the protocol
 * invalid  they begin like a header and break the specification
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

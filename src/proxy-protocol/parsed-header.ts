// What a PROXY header says, whatever its version.
import type { Endpoint } from '../config/config.js';

/**
 * What a PROXY header says. Without source and destination the real addresses of the connection hold: LOCAL,
 * UNKNOWN, and what is not TCP over IP. Hosts are canonical IP literals without a zone; ports are 0 to 65535.
 */
export interface ProxyHeader {
  readonly version: 1 | 2;
  readonly source?: Endpoint;
  readonly destination?: Endpoint;
}

/** A header and how many bytes it took; what is behind them is payload. */
export interface ParsedHeader {
  readonly header: ProxyHeader;
  readonly length: number;
}

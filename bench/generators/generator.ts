// The makers of load: a client that asks, and the target that it asks, both apart from the forwarder between them.
import type { Exchanges, Transfer, Visits } from '../load/calls.js';

interface Generator {
  /** With its version, for the results. */
  readonly name: string;
  /** Where the forwarder under test sends what it gets. */
  readonly targetPort: number;
}

export type BulkWay = 'to-client' | 'to-target';

export interface BulkGenerator extends Generator {
  /** Moves about so many bytes over one connection. */
  readonly transfer: (way: BulkWay, port: number, bytes: number) => Promise<Transfer>;
}

/** Requests and their small answers. Both methods throw unless every request is answered. */
export interface RequestGenerator extends Generator {
  readonly converse: (port: number, connections: number, ms: number) => Promise<Exchanges>;
  /** A connection for each request. */
  readonly visit: (port: number, ms: number) => Promise<Visits>;
}

export interface Generators {
  readonly bulk: BulkGenerator;
  readonly requests: RequestGenerator;
}

// What all steps of a check work with.
import type { ListenAddress } from '../config/config.js';
import type { ConfigWithPlaces } from '../config/load.js';
import type { Surroundings } from '../machine/choose-link.js';
import type { OwnNetwork } from '../machine/interfaces.js';
import type { CheckStep } from './causes.js';
import type { StatusAnswer } from './judge-service.js';
import type { Report } from './report.js';

export interface CheckInput {
  readonly configured: ConfigWithPlaces;
  /** Where the configuration was read, or where there is none. */
  readonly file: { readonly path: string; readonly isThere: boolean };
  /** The link to the gateway, if somebody has named it. */
  readonly interface?: string | undefined;
  /** Take the gateway's certificate for the right one from now on. */
  readonly accept: boolean;
  /** Where it is remembered. */
  readonly stateFolder: string;
  /** Of this program. */
  readonly version: string;
  /** Asks the service how it is. */
  readonly ask: (admin: ListenAddress) => Promise<StatusAnswer>;
  /** Until a port has to have answered, in ms: TCP and TLS handshake together. */
  readonly answerMs?: number;
}

/** What all steps work with. */
export interface Scene {
  readonly input: CheckInput & { readonly answerMs: number };
  readonly report: Report;
  readonly surroundings: Surroundings;
  readonly own: readonly OwnNetwork[];
}

/** The steps up to a certificate, for those that need all of them. */
export const TO_GATEWAY: readonly CheckStep[] = [
  ...(['interfaces', 'cable', 'target', 'address', 'neighbour', 'tcp', 'tls'] as const),
];

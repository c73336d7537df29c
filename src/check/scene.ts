// The input and the state that all steps of a check share.
import type { ListenAddress } from '../config/config.js';
import type { ConfigWithPlaces } from '../config/load.js';
import type { Surroundings } from '../machine/choose-link.js';
import type { OwnNetwork } from '../machine/interfaces.js';
import type { ServiceReport } from './judge-service.js';
import type { Report } from './report.js';

export interface CheckInput {
  readonly configured: ConfigWithPlaces;
  /** The path of the configuration file, and whether it exists. */
  readonly file: { readonly path: string; readonly isThere: boolean };
  /** The link to the gateway, if the user names it. */
  readonly interface?: string | undefined;
  /** Whether to remember the present certificate as the right one. */
  readonly accept: boolean;
  /** The folder of the remembered certificates. */
  readonly stateFolder: string;
  /** The version of this program. */
  readonly version: string;
  /** Reads `/status` of the service. */
  readonly ask: (admin: ListenAddress) => Promise<ServiceReport>;
}

/** The state of one check. */
export interface Scene {
  readonly input: CheckInput;
  readonly report: Report;
  readonly surroundings: Surroundings;
  readonly own: readonly OwnNetwork[];
}

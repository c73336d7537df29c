// The arguments of a start of the service, beside its configuration.
import type { ListenAddress } from '../config/config.js';
import type { Language } from '../config/language.js';
import type { ConfigWithPlaces } from '../config/load.js';
import type { Problem } from '../config/problem.js';

export interface ServeOptions {
  /** The language of all but the log; a reload may change it. */
  readonly speaks: () => Promise<Language>;
  /** Told once everything listens, with the addresses of all forwards. */
  readonly started?: (addresses: readonly ListenAddress[]) => void;
  /** Reads the configuration again, at SIGHUP; without it that signal ends the process, as it always does. */
  readonly reload?: () => Promise<ConfigWithPlaces | readonly Problem[]>;
  /** Of the file on disk, where the last good configuration is served in its place. */
  readonly refused?: readonly Problem[];
}

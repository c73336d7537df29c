// The metrics of the service as a whole: its version, its configuration, its log, and its name at home.
import type { NameView } from '../mdns/standings.js';
import { label, type Family } from './exposition.js';
import type { TimeOfDay } from './status/clock.js';

/** The facts that the service itself has to tell. */
export interface ServiceFacts {
  /** When the configuration in force was taken over, by performance.now(); undefined before the first. */
  readonly configuredAt: number | undefined;
  /** The configuration on disk was refused. */
  readonly isConfigRefused: boolean;
  /** Lines of the log since the start. */
  readonly droppedLines: number;
}

interface Service extends ServiceFacts {
  readonly version: string;
  readonly name: NameView | undefined;
  readonly clock: TimeOfDay;
}

export const SERVICE_FAMILIES: readonly Family<Service>[] = [
  {
    name: 'build_info',
    type: 'gauge',
    help: 'The version that runs; always 1',
    samples: ({ version }, put) => {
      put(label('version', version), 1);
    },
  },
  {
    name: 'config_last_reload_successful',
    type: 'gauge',
    help: 'The configuration is in force as it was last read: 1, or it was refused: 0',
    samples: ({ isConfigRefused }, put) => {
      put('', isConfigRefused ? 0 : 1);
    },
  },
  {
    name: 'config_last_reload_success_timestamp_seconds',
    type: 'gauge',
    help: 'When the configuration in force was taken over',
    samples: ({ configuredAt, clock }, put) => {
      if (configuredAt !== undefined) put('', clock.epochMs(configuredAt) / 1000);
    },
  },
  {
    name: 'log_lines_dropped_total',
    type: 'counter',
    help: 'Lines of the log that could not be written',
    samples: ({ droppedLines }, put) => {
      put('', droppedLines);
    },
  },
  {
    name: 'mdns_state',
    type: 'gauge',
    help: 'Always 1, for the state of now of the name at home, on each interface',
    samples: ({ name }, put) => {
      for (const { interface: link, state } of name?.links ?? [])
        put([label('interface', link), label('name', name?.name ?? ''), label('state', state)].join(), 1);
    },
  },
];

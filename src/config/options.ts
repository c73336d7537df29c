// The table of all options. Flags, environment, file, --check-config, --help and the documentation derive from it.
import {
  LOG_FORMATS,
  LOG_LEVELS,
  PROBES,
  SEND_PROXY,
  WIRES,
  WHEN_TARGET_DOWN,
  type Config,
  type ForwardConfig,
} from './config.js';
import {
  ADMIN,
  COUNT,
  DURATION,
  FILE,
  FINGERPRINT,
  HOST_NAME,
  LISTEN,
  LOG_FILE,
  MDNS_NAME,
  ON_OFF,
  RANGE,
  SOURCE,
  TARGET,
  oneOf,
  type Kind,
} from './kinds.js';
import { LANGUAGES, type Translated } from './language.js';
import { OPTION_GROUPS, OPTION_HELP } from './option-help.js';

/** An option under all its names: `--connect-timeout`, `SMGW_PROXY_CONNECT_TIMEOUT`, `connectTimeout`. */
export interface Option {
  readonly field: FieldName;
  readonly name: string;
  readonly variable: string;
  readonly kind: Kind<unknown>;
  /** The default as text, read by the same parser; without it the field is undefined, or an empty list. */
  readonly default?: string;
  readonly repeatable: boolean;
  /** Options of a forward may differ between the entries of `forwards:`. */
  readonly scope: 'forward' | 'process';
  /** The heading in the help. */
  readonly group: Translated<string>;
  /** One sentence for the help, without the default. */
  readonly help: Translated<string>;
}

/** All fields that options fill. The compiler demands a row for each new field of Config. */
export type Fields = Required<Omit<ForwardConfig, 'name' | 'targetIdentity'>> &
  Required<Omit<Config, 'forwards'>>;
export type FieldName = keyof Fields;

/** The type of one value of a field. */
export type ValueOf<F extends FieldName> = Fields[F] extends readonly (infer Each)[] ? Each : Fields[F];

/** A row of the table. The field decides whether it is repeatable, and whether the entries of `forwards:` may differ. */
type Row<F extends FieldName> = Pick<Option, 'default'> &
  Record<'kind', Kind<ValueOf<F>> | Kind<ValueOf<F> | undefined>> &
  (Fields[F] extends readonly unknown[] ? { readonly repeatable: true } : object) &
  (F extends keyof ForwardConfig ? object : { readonly scope: 'process' });

function inGroup<Rows extends { readonly [F in FieldName]?: Row<F> }>(
  group: Translated<string>,
  rows: Rows,
): Rows {
  const entries = Object.entries(rows).map(([field, row]) => [field, { ...row, group }]);
  return Object.fromEntries(entries) as Rows;
}

const ROWS: { readonly [F in FieldName]: Row<F> } = {
  ...inGroup(OPTION_GROUPS.forwarding, {
    listen: {
      kind: LISTEN,
      default: '8080',
      repeatable: true,
    },
    target: {
      kind: TARGET,
      default: '10.11.120.2:443',
    },
    source: {
      kind: SOURCE,
    },
    whenTargetDown: {
      kind: oneOf(WHEN_TARGET_DOWN),
      default: 'refuse',
    },
    probe: {
      kind: oneOf(PROBES),
      default: 'connect',
    },
    mdns: {
      kind: MDNS_NAME,
      scope: 'process',
    },
  }),
  ...inGroup(OPTION_GROUPS.clients, {
    allow: {
      kind: RANGE,
      default: 'private',
      repeatable: true,
    },
    deny: {
      kind: RANGE,
      repeatable: true,
    },
  }),
  ...inGroup(OPTION_GROUPS.limits, {
    maxConnections: {
      kind: COUNT,
      default: '256',
      scope: 'process',
    },
    maxConnectionsPerClient: {
      kind: COUNT,
      default: '64',
      scope: 'process',
    },
    maxTargetConnections: {
      kind: COUNT,
      default: '0',
    },
    maxQueue: {
      kind: COUNT,
      default: '64',
    },
  }),
  ...inGroup(OPTION_GROUPS.times, {
    queueTimeout: {
      kind: DURATION,
      default: '30s',
    },
    turnIdle: {
      kind: DURATION,
      default: '2s',
    },
    turnLimit: {
      kind: DURATION,
      default: '60s',
    },
    connectTimeout: {
      kind: DURATION,
      default: '5s',
    },
    idleTimeout: {
      kind: DURATION,
      default: '15m',
    },
    halfCloseTimeout: {
      kind: DURATION,
      default: '60s',
    },
    drainDelay: {
      kind: DURATION,
      default: '0',
      scope: 'process',
    },
    drainTimeout: {
      kind: DURATION,
      default: '10s',
      scope: 'process',
    },
  }),
  ...inGroup(OPTION_GROUPS.proxyProtocol, {
    acceptProxy: {
      kind: RANGE,
      repeatable: true,
    },
    proxyHeaderTimeout: {
      kind: DURATION,
      default: '3s',
    },
    sendProxy: {
      kind: oneOf(SEND_PROXY),
      default: 'off',
    },
  }),
  ...inGroup(OPTION_GROUPS.tls, {
    targetTls: {
      kind: ON_OFF,
      default: 'off',
    },
    targetFingerprint: {
      kind: FINGERPRINT,
    },
    targetCertificate: {
      kind: FILE,
    },
    targetKey: {
      kind: FILE,
    },
  }),
  ...inGroup(OPTION_GROUPS.logging, {
    logLevel: {
      kind: oneOf(LOG_LEVELS),
      default: 'info',
      scope: 'process',
    },
    logFormat: {
      kind: oneOf(LOG_FORMATS),
      default: 'text',
      scope: 'process',
    },
    logFile: {
      kind: LOG_FILE,
      scope: 'process',
    },
  }),
  ...inGroup(OPTION_GROUPS.support, {
    wire: {
      kind: oneOf(WIRES),
      default: 'auto',
      scope: 'process',
    },
  }),
  ...inGroup(OPTION_GROUPS.status, {
    admin: {
      kind: ADMIN,
      scope: 'process',
    },
    adminAllow: {
      kind: RANGE,
      scope: 'process',
      repeatable: true,
    },
    adminHost: {
      kind: HOST_NAME,
      scope: 'process',
      repeatable: true,
    },
  }),
  ...inGroup(OPTION_GROUPS.language, {
    language: { kind: oneOf(LANGUAGES), scope: 'process' },
  }),
};

/** The compiler demands a text for each option. */
const HELP: Readonly<Record<FieldName, Translated<string>>> = OPTION_HELP;

export const VARIABLE_PREFIX = 'SMGW_PROXY_';

/** The environment variable of an option's name. */
export function variableOf(name: string): string {
  return VARIABLE_PREFIX + name.toUpperCase().replaceAll('-', '_');
}

/** All options in the order of the help. */
export const OPTIONS: readonly Option[] = Object.entries(ROWS).map(([field, row]) => {
  const name = field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  // The kinds differ in their value type. Parse and format of one row always belong together.
  return {
    ...(row as Option),
    help: HELP[field as FieldName],
    repeatable: 'repeatable' in row,
    scope: 'scope' in row ? 'process' : 'forward',
    field: field as FieldName,
    name,
    variable: variableOf(name),
  };
});

export const FORWARD_OPTIONS = OPTIONS.filter(({ scope }) => scope === 'forward');
export const PROCESS_OPTIONS = OPTIONS.filter(({ scope }) => scope === 'process');

/** The option for the configuration file, which is no key of the file itself. */
export const CONFIG_FILE_OPTION = {
  name: 'config',
  variable: variableOf('config'),
  kind: FILE,
  repeatable: false,
  group: { en: 'Configuration file:', de: 'Konfigurationsdatei:' },
  help: {
    en: 'Read a YAML file with the same names as the options, and "forwards:" for several targets',
    de: 'Eine YAML-Datei lesen; sie hat dieselben Namen wie die Optionen, und „forwards:“ für mehrere Gateways',
  },
} as const;

/** The configuration file of the service. */
export const SERVICE_CONFIG = '/etc/smgw-proxy/config.yaml';

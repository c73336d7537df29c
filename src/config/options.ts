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
  readonly group: string;
  /** One sentence for the help, without the default. */
  readonly help: string;
}

/** All fields that options fill. The compiler demands a row for each new field of Config. */
export type Fields = Required<Omit<ForwardConfig, 'name' | 'targetIdentity'>> &
  Required<Omit<Config, 'forwards'>>;
export type FieldName = keyof Fields;

/** The type of one value of a field. */
export type ValueOf<F extends FieldName> = Fields[F] extends readonly (infer Each)[] ? Each : Fields[F];

/** A row of the table. The field decides whether it is repeatable, and whether the entries of `forwards:` may differ. */
type Row<F extends FieldName> = Pick<Option, 'default' | 'help'> &
  Record<'kind', Kind<ValueOf<F>> | Kind<ValueOf<F> | undefined>> &
  (Fields[F] extends readonly unknown[] ? { readonly repeatable: true } : object) &
  (F extends keyof ForwardConfig ? object : { readonly scope: 'process' });

function inGroup<Rows extends { readonly [F in FieldName]?: Row<F> }>(group: string, rows: Rows): Rows {
  const entries = Object.entries(rows).map(([field, row]) => [field, { ...row, group }]);
  return Object.fromEntries(entries) as Rows;
}

const ROWS: { readonly [F in FieldName]: Row<F> } = {
  ...inGroup('Forwarding:', {
    listen: {
      kind: LISTEN,
      default: '8080',
      repeatable: true,
      help: 'Where clients connect: a port alone means every address of this machine, wlan0:8080 those of an interface. May be repeated',
    },
    target: {
      kind: TARGET,
      default: '10.11.120.2:443',
      help: 'The gateway: an IPv4 address, [IPv6] or a name; port 443 when left out',
    },
    source: {
      kind: SOURCE,
      help: 'The own address or interface by which connections to the target leave, where several gateways have one address; another way is never taken',
    },
    whenTargetDown: {
      kind: oneOf(WHEN_TARGET_DOWN),
      default: 'refuse',
      help: 'While the target is unreachable: close the ports (clients see "connection refused") until it is back, or accept and reset',
    },
    probe: {
      kind: oneOf(PROBES),
      default: 'connect',
      help: 'How to find out whether the target is there: a bare connection, or the carrier of the way to it. The latter never disturbs a gateway of one session',
    },
    mdns: {
      kind: MDNS_NAME,
      scope: 'process',
      help: 'Answer for this name in the home network (mDNS), where clients connect, never at the gateway: smgw.local',
    },
  }),
  ...inGroup('Allowed clients (any, private, or networks such as 192.168.0.0/24):', {
    allow: {
      kind: RANGE,
      default: 'private',
      repeatable: true,
      help: 'Clients that may connect; private = this machine, private and link-local networks, and its own subnets. May be repeated',
    },
    deny: {
      kind: RANGE,
      repeatable: true,
      help: 'Clients among those that may not. May be repeated',
    },
  }),
  ...inGroup('Limits (0 = unlimited):', {
    maxConnections: {
      kind: COUNT,
      default: '256',
      scope: 'process',
      help: 'Most live connections',
    },
    maxConnectionsPerClient: {
      kind: COUNT,
      default: '64',
      scope: 'process',
      help: 'Most live connections of one client address to each forward',
    },
    maxTargetConnections: {
      kind: COUNT,
      default: '0',
      help: 'Most connections to the target; beyond them clients wait, and take turns',
    },
    maxQueue: {
      kind: COUNT,
      default: '64',
      help: 'Most connections waiting for their turn (here 0 = none)',
    },
  }),
  ...inGroup('Times (500ms, 5s, 15m, 1h; 0 switches one off):', {
    queueTimeout: {
      kind: DURATION,
      default: '30s',
      help: 'How long a connection may wait for its turn',
    },
    turnIdle: {
      kind: DURATION,
      default: '2s',
      help: "With --max-target-connections: a client's turn ends after this long without a byte after an answer, if another client waits",
    },
    turnLimit: {
      kind: DURATION,
      default: '60s',
      help: 'A turn ends after this long in any case, if another client waits',
    },
    connectTimeout: {
      kind: DURATION,
      default: '5s',
      help: 'How long to wait for the target to accept a connection',
    },
    idleTimeout: {
      kind: DURATION,
      default: '15m',
      help: 'End a connection after this long without a byte in either direction',
    },
    halfCloseTimeout: {
      kind: DURATION,
      default: '60s',
      help: 'End a connection that one side has closed after this long without a byte from the other',
    },
    drainDelay: {
      kind: DURATION,
      default: '0',
      scope: 'process',
      help: 'When smgw-proxy is stopped: not ready at once, but still accept connections for this long (lame duck), then drain',
    },
    drainTimeout: {
      kind: DURATION,
      default: '10s',
      scope: 'process',
      help: 'How long connections may still finish when smgw-proxy is stopped',
    },
  }),
  ...inGroup('PROXY protocol (behind or in front of another proxy):', {
    acceptProxy: {
      kind: RANGE,
      repeatable: true,
      help: 'Sources that must begin with a header (v1 or v2); all bytes of other sources are payload. May be repeated',
    },
    proxyHeaderTimeout: {
      kind: DURATION,
      default: '3s',
      help: 'How long such a source may take for it',
    },
    sendProxy: {
      kind: oneOf(SEND_PROXY),
      default: 'off',
      help: 'Begin each target connection with a header; a real gateway does not understand it',
    },
  }),
  ...inGroup(
    'TLS to the target (for clients that speak none; passwords then cross the home network in the clear):',
    {
      targetTls: {
        kind: ON_OFF,
        default: 'off',
        help: 'Speak TLS to the target, and plain TCP to clients: only with the certificate of --target-fingerprint',
      },
      targetFingerprint: {
        kind: FINGERPRINT,
        help: "The SHA-256 of the target's certificate, as smgw-proxy check shows it",
      },
      targetCertificate: {
        kind: FILE,
        help: 'A client certificate to log in with, in PEM',
      },
      targetKey: {
        kind: FILE,
        help: 'Its private key, in PEM; a file that only its owner may read (chmod 0600)',
      },
    },
  ),
  ...inGroup('Logging:', {
    logLevel: {
      kind: oneOf(LOG_LEVELS),
      default: 'info',
      scope: 'process',
      help: 'How much to tell',
    },
    logFormat: {
      kind: oneOf(LOG_FORMATS),
      default: 'text',
      scope: 'process',
      help: 'Sentences for people, or JSON lines for programs',
    },
    logFile: {
      kind: LOG_FILE,
      scope: 'process',
      help: 'Also write the log to this file, which is rotated daily and at 10 MiB, with 3 old ones kept; off means none',
    },
  }),
  ...inGroup('Support:', {
    wire: {
      kind: oneOf(WIRES),
      default: 'auto',
      scope: 'process',
      help: "socket moves bytes with Node's sockets alone; auto does so only if the faster way fails a test at the start",
    },
  }),
  ...inGroup('Status and metrics:', {
    admin: {
      kind: ADMIN,
      scope: 'process',
      help: 'Where to answer with the status page, /status (JSON), /metrics (Prometheus), /healthz and /readyz: 127.0.0.1:8081, wlan0:8081; for those who may use a forward',
    },
    adminAllow: {
      kind: RANGE,
      scope: 'process',
      repeatable: true,
      help: 'Clients that --admin answers, in place of those who may use a forward: 127.0.0.1, 192.168.77.0/24. May be repeated',
    },
    adminHost: {
      kind: HOST_NAME,
      scope: 'process',
      repeatable: true,
      help: 'A name of this machine outside the home that the Host header of a request may have: pi7.fleet.example. May be repeated',
    },
  }),
};

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
  group: 'Configuration file:',
  help: 'Read a YAML file with the same names as the options, and "forwards:" for several targets',
} as const;

/** The configuration file of the service. */
export const SERVICE_CONFIG = '/etc/smgw-proxy/config.yaml';

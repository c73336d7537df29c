// The rank of the sources, and all problems of all sources at once.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serviceLinks } from '../../src/config/environment.js';
import { loadConfig, loadProcessConfig } from '../../src/config/load.js';
import { OPTIONS, type FieldName } from '../../src/config/options.js';
import { placeText } from '../../src/config/place.js';
import { MAX_FILE_BYTES } from '../../src/config/read-text.js';
import { config, load, problems } from './support.js';

const EFFECTIVE_DEFAULTS = {
  forwards: [
    {
      name: 'gateway',
      listen: [{ port: 8080 }],
      target: { host: '10.11.120.2', port: 443 },
      connectTimeout: 5_000,
      idleTimeout: 900_000,
      halfCloseTimeout: 60_000,
      whenTargetDown: 'refuse',
      allow: [{ kind: 'private' }],
      deny: [],
      probe: 'connect',
      maxTargetConnections: 0,
      queueTimeout: 30_000,
      turnIdle: 2_000,
      turnLimit: 60_000,
      maxQueue: 64,
      acceptProxy: [],
      proxyHeaderTimeout: 3_000,
      sendProxy: 'off',
      targetTls: false,
    },
  ],
  maxConnections: 256,
  maxConnectionsPerClient: 64,
  drainDelay: 0,
  drainTimeout: 10_000,
  adminAllow: [],
  adminHost: [],
  wire: 'auto',
  logLevel: 'info',
  logFormat: 'text',
};

const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':');

/** The options of TLS belong together: one of them comes with the others. */
function withOthers(field: FieldName): Readonly<Record<string, readonly string[]>> {
  const names = OPTIONS.filter((option) => TLS.includes(option.field) && option.field !== field);
  return TLS.includes(field)
    ? Object.fromEntries(names.map((each) => [each.name, [SAMPLES[each.field]]]))
    : {};
}
const TLS: readonly FieldName[] = ['targetTls', 'targetFingerprint', 'targetCertificate', 'targetKey'];

/** A value for each option that is not its default. */
const SAMPLES: Readonly<Record<FieldName, string>> = {
  listen: '127.0.0.1:1',
  target: 'gateway:444',
  source: 'eth1',
  whenTargetDown: 'reset',
  probe: 'carrier',
  allow: '10.0.0.0/8',
  deny: 'private',
  maxConnections: '0',
  maxConnectionsPerClient: '1',
  maxTargetConnections: '2',
  maxQueue: '3',
  queueTimeout: '4s',
  turnIdle: '5s',
  turnLimit: '10s',
  connectTimeout: '6s',
  idleTimeout: '7m',
  halfCloseTimeout: '8s',
  acceptProxy: 'fd00::1',
  proxyHeaderTimeout: '9s',
  sendProxy: 'v2',
  targetTls: 'on',
  targetFingerprint: FINGERPRINT,
  targetCertificate: '/cert.pem',
  targetKey: '/key.pem',
  drainDelay: '5s',
  drainTimeout: '0',
  adminAllow: '10.0.0.0/8',
  adminHost: 'pi7.fleet.example',
  wire: 'socket',
  language: 'de',
  logLevel: 'debug',
  logFormat: 'json',
  logFile: '/x',
  admin: '127.0.0.1:8081',
  mdns: 'smgw.local',
};

describe('loading the configuration', () => {
  it('gives the defaults without sources', async () => {
    assert.deepEqual(await config({}), EFFECTIVE_DEFAULTS);
  });

  for (const yaml of ['', '# nothing\n', '---\n']) {
    it(`gives the defaults for the empty file ${JSON.stringify(yaml)}`, async () => {
      assert.deepEqual(await config({ yaml }), EFFECTIVE_DEFAULTS);
    });
  }

  for (const { name, field, variable } of OPTIONS) {
    it(`takes --${name} from a flag, the environment and the file alike`, async () => {
      const text = SAMPLES[field];
      const flags = withOthers(field);
      const byFlag = await config({ flags: { ...flags, [name]: [text] } });
      assert.deepEqual(await config({ flags, environment: { [variable]: text } }), byFlag);
      assert.deepEqual(await config({ flags, yaml: `${name}: ${text}\n` }), byFlag);
      assert.notDeepEqual(byFlag, EFFECTIVE_DEFAULTS);
    });
  }

  it('lets a flag win over the environment, and the environment over the file', async () => {
    const { forwards, drainTimeout, logLevel } = await config({
      flags: { target: ['flag'], 'drain-timeout': ['1s'] },
      environment: {
        SMGW_PROXY_TARGET: 'variable',
        SMGW_PROXY_LOG_LEVEL: 'debug',
        SMGW_PROXY_DRAIN_TIMEOUT: '2s',
      },
      yaml: 'target: file\nlog-level: warn\ndrain-timeout: 3s\nidle-timeout: 4s\n',
    });
    assert.equal(forwards[0]?.target.host, 'flag');
    assert.equal(forwards[0].idleTimeout, 4_000);
    assert.deepEqual([drainTimeout, logLevel], [1_000, 'debug']);
  });

  it('replaces a list by that of the higher source instead of joining them', async () => {
    const { forwards } = await config({ flags: { listen: ['1', '2'] }, yaml: 'listen: [3, 4]\n' });
    assert.deepEqual(forwards[0]?.listen, [{ port: 1 }, { port: 2 }]);
  });

  it('splits a list in the environment at commas and white space', async () => {
    const { forwards } = await config({ environment: { SMGW_PROXY_LISTEN: ' 1,2 3 ,\t[::1]:4' } });
    assert.deepEqual(forwards[0]?.listen, [{ port: 1 }, { port: 2 }, { port: 3 }, { host: '::1', port: 4 }]);
  });

  it('refuses a list in the environment that is only separators', async () => {
    assert.deepEqual(await problems({ environment: { SMGW_PROXY_LISTEN: ' , ' } }), [
      'invalid-value SMGW_PROXY_LISTEN',
    ]);
  });

  it('counts an empty variable as unset', async () => {
    const environment = { SMGW_PROXY_TARGET: '', SMGW_PROXY_LISTEN: ' ', SMGW_PROXY_CONFIG: '' };
    assert.deepEqual(await config({ environment }), EFFECTIVE_DEFAULTS);
  });

  it('passes over what Kubernetes sets for a Service of that name, and nothing that looks like it', async () => {
    const environment = {
      SMGW_PROXY_SERVICE_HOST: '10.43.7.7',
      SMGW_PROXY_SERVICE_PORT: '8080',
      SMGW_PROXY_SERVICE_PORT_HTTPS: '8080',
      SMGW_PROXY_PORT: 'tcp://10.43.7.7:8080',
      SMGW_PROXY_PORT_8080_TCP: 'tcp://10.43.7.7:8080',
      SMGW_PROXY_PORT_8080_TCP_PROTO: 'tcp',
      SMGW_PROXY_PORT_8080_TCP_PORT: '8080',
      SMGW_PROXY_PORT_8080_TCP_ADDR: '10.43.7.7',
      SMGW_PROXY_ADMIN_PORT: 'tcp://10.43.7.8:80',
    };
    assert.deepEqual(await config({ environment }), EFFECTIVE_DEFAULTS);
    assert.deepEqual(serviceLinks(environment), Object.keys(environment));
    const mistakes = {
      SMGW_PROXY_PORT: '8080',
      SMGW_PROXY_LISTEN_PORT: '8080',
      SMGW_PROXY_HOST: '10.43.7.7',
    };
    assert.deepEqual(serviceLinks(mistakes), []);
    assert.deepEqual(
      await problems({ environment: mistakes }),
      Object.keys(mistakes).map((name) => `unknown-variable ${name}`),
    );
  });

  it('suggests a variable for a misspelt one only', async () => {
    const told = async (name: string): Promise<string | undefined> => {
      const loaded = await load({ environment: { [name]: '1' } });
      return loaded.ok ? undefined : loaded.problems[0]?.message.en;
    };
    const none = 'smgw-proxy has no such variable';
    assert.equal(await told('SMGW_PROXY_VERSION'), none);
    assert.equal(await told('SMGW_PROXY_TARGT'), `${none} - did you mean SMGW_PROXY_TARGET?`);
  });

  it('keeps numbers in the file as written', async () => {
    const { forwards } = await config({ yaml: 'listen: 8081\nconnect-timeout: 0\n' });
    assert.deepEqual([forwards[0]?.listen, forwards[0]?.connectTimeout], [[{ port: 8081 }], 0]);
  });

  it('lists the problems of all sources together, also of overridden values', async () => {
    const found = await problems({
      flags: { listen: ['65536', '81'], 'connect-timeout': ['5'] },
      environment: { SMGW_PROXY_TARGET: 'a b', SMGW_PROXY_CONNECT_TIMEOUT: 'x', SMGW_PROXY_TARGT: 'a' },
      yaml: 'connect-timeout: y\nlog-level: loud\n',
    });
    assert.deepEqual(found, [
      'invalid-value --listen',
      'invalid-value --connect-timeout',
      'invalid-value SMGW_PROXY_TARGET',
      'invalid-value SMGW_PROXY_CONNECT_TIMEOUT',
      'unknown-variable SMGW_PROXY_TARGT',
      'invalid-value c.yaml, line 1, connect-timeout',
      'invalid-value c.yaml, line 2, log-level',
    ]);
  });

  it('takes off on the command line for no log file, whatever the configuration says', async () => {
    const { logFile } = await config({ flags: { 'log-file': ['off'] }, yaml: 'log-file: /x\n' });
    assert.equal(logFile, undefined);
  });

  it('refuses a repeated option that takes one value, and an option without value', async () => {
    const found = await problems({ flags: { target: ['a', 'b'], 'log-file': [''] } });
    assert.deepEqual(found, ['given-twice --target', 'missing-value --log-file']);
  });

  it('reads the file named by the environment, unless a flag names another', async () => {
    const read: string[] = [];
    const input = {
      environment: { SMGW_PROXY_CONFIG: 'variable.yaml' },
      readFile: (path: string) => {
        read.push(path);
        return Promise.resolve(new Uint8Array());
      },
    };
    await loadConfig({ flags: new Map(), ...input });
    await loadConfig({ flags: new Map([['config', ['flag.yaml']]]), ...input });
    assert.deepEqual(read, ['variable.yaml', 'flag.yaml']);
  });

  it('reads a file named off or no: only the log file can be none', async () => {
    const read: string[] = [];
    const readFile = (path: string): Promise<Uint8Array> => {
      read.push(path);
      return Promise.resolve(new Uint8Array());
    };
    for (const config of ['off', 'no']) {
      await loadConfig({ flags: new Map([['config', [config]]]), environment: {}, readFile });
    }
    assert.deepEqual(read, ['off', 'no']);
  });
});

describe('the options of the process, without the forwards', () => {
  const readFile = (): Promise<Buffer> =>
    Promise.resolve(Buffer.from('admin: 127.0.0.1:8080\nforwards:\n  - {}\n'));
  const input = { flags: new Map([['config', ['c.yaml']]]), environment: {}, readFile };

  it('ignore problems that only a service would have', async () => {
    assert.ok(!(await loadConfig(input)).ok);
    const loaded = await loadProcessConfig(input);
    assert.deepEqual(loaded.problems, []);
    assert.deepEqual(loaded.config.admin, { host: '127.0.0.1', port: 8080 });
    assert.equal(loaded.config.maxConnections, 256);
  });

  it('still report every wrong value of all sources', async () => {
    const loaded = await loadProcessConfig({ ...input, environment: { SMGW_PROXY_TARGET: '?' } });
    assert.deepEqual(
      loaded.problems.map(({ where }) => where),
      ['SMGW_PROXY_TARGET'],
    );
    assert.equal(loaded.config.admin?.port, 8080);
  });
});

describe('a file of 1,000 forwards', () => {
  const rows = Array.from({ length: 1000 }, (_, at) => {
    const [house, flat] = [Math.floor(at / 20), at % 20];
    return `  # Flat ${flat}, second floor on the left; the key of the cellar is at the caretaker's in house ${house}
  - name: house-${house}-flat-${flat}
    listen: 192.168.77.11:${10_000 + at}
    target: 10.11.120.2
    source: ${`eth${at}`.padEnd(15, '0')}
`;
  });
  const text = `forwards:\n${rows.join('')}`;
  const loadText = (bytes: string) =>
    loadConfig({
      flags: new Map([['config', ['/c']]]),
      environment: {},
      readFile: (_, limit) => Promise.resolve(Buffer.from(bytes).subarray(0, limit + 1)),
    });

  it('has room for a comment and a source in each', async () => {
    const loaded = await loadText(text);
    assert.equal(loaded.ok && loaded.config.forwards.length, rows.length);
  });
});

describe('a file that cannot be read', () => {
  const from = async (readFile: () => Promise<Uint8Array>) => {
    const loaded = await loadConfig({ flags: new Map([['config', ['/c']]]), environment: {}, readFile });
    return loaded.ok ? [] : loaded.problems.map(({ code, where }) => `${code} ${placeText(where, 'en')}`);
  };

  for (const code of ['ENOENT', 'EACCES', 'EISDIR', 'EIO']) {
    it(`is one problem for ${code}`, async () => {
      const error = Object.assign(new Error('open'), { code });
      assert.deepEqual(await from(() => Promise.reject(error)), ['file-unreadable --config']);
    });
  }

  it('is one problem when it is too large or no UTF-8', async () => {
    const large = await from(() => Promise.resolve(new Uint8Array(MAX_FILE_BYTES + 1)));
    assert.deepEqual(large, ['file-too-large --config']);
    const binary = await from(() => Promise.resolve(Uint8Array.of(0xff)));
    assert.deepEqual(binary, ['file-unreadable --config']);
  });
});

// The command `demo`: what it starts it also ends, and what it prints can be pasted.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Machine } from '../../../src/cli/machine.js';
import { demoText, type DemoFacts } from '../../../src/cli/demo/text.js';
import { shellQuote } from '../../../src/cli/terminal/shell-quote.js';
import type { Config } from '../../../src/config/config.js';
import type { SimulatorOptions } from '../../../src/simulator/simulator.js';
import { call } from '../support.js';

/** Runs the demo with a simulator that only says what it was asked for. */
async function start(words: readonly string[], changes: Partial<Machine> = {}) {
  const done: string[] = [];
  const result = call(['demo', ...words], {
    serve: () => Promise.resolve(0),
    startSimulator: ({ user = '', password = '', answerDelay = -1 }) => {
      done.push(`start ${user} ${password} ${answerDelay}`);
      return Promise.resolve({
        host: '127.0.0.1',
        port: 4433,
        user,
        password,
        certificatePem: '',
        clientCertificate: { certPem: 'certificate', keyPem: 'key' },
        stop: () => Promise.resolve(void done.push('stop')),
      });
    },
    ...changes,
  });
  return {
    done,
    ...(await result.catch((error: unknown) => ({ status: String(error), out: '', error: '' }))),
  };
}

describe('the command demo', () => {
  it('serves the simulator, whatever target and file the environment names', async () => {
    const configs: Config[] = [];
    const { status, done } = await start(
      ['--listen', '81', '--user', 'me', '--password', 'a b', '--answer-delay=2s'],
      {
        environment: {
          SMGW_PROXY_TARGET: 'a b',
          SMGW_PROXY_CONFIG: '/nowhere',
          SMGW_PROXY_LOG_LEVEL: 'warn',
        },
        serve: ({ config }) => Promise.resolve(configs.push(config) - 1),
      },
    );
    assert.deepEqual([status, done], [0, ['start me a b 2000', 'stop']]);
    assert.deepEqual(configs[0]?.forwards[0]?.target, { host: '127.0.0.1', port: 4433 });
    assert.equal(configs[0].logLevel, 'warn');
  });

  it('may listen where a target would be that it does not have', async () => {
    const { status, error } = await start(['--listen', '10.11.120.2:443']);
    assert.deepEqual([status, error], [0, '']);
  });

  it('lists its own problems with all others and starts nothing', async () => {
    const { status, done, error } = await start([
      '--user',
      'a b',
      '--password',
      'ä',
      '--listen',
      'x',
      '--target',
      'y',
    ]);
    assert.deepEqual([status, done], [2, []]);
    const places = error.split('\n').map((line) => line.split(':')[0]);
    assert.deepEqual(places, ['--target', '--user', '--password', '--listen', 'smgw-proxy', '']);
  });

  it('keeps the client certificate for this user alone, and removes it at the end', async () => {
    let certificate = '';
    const { status, out } = await start([], {
      serve: (_config, { started }) => {
        started?.([{ port: 8080 }]);
        return Promise.resolve(0);
      },
      terminal: {
        error: () => undefined,
        out: (text) => {
          certificate = /--cert (\S+)/.exec(text)?.[1] ?? '';
          const key = /--key (\S+)/.exec(text)?.[1] ?? '';
          assert.equal(statSync(path.dirname(key)).mode & 0o777, 0o700);
          assert.equal(statSync(key).mode & 0o777, 0o600);
          assert.deepEqual(
            [readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8')],
            ['certificate', 'key'],
          );
        },
      },
    });
    assert.deepEqual([status, out], [0, '']);
    assert.notEqual(certificate, '');
    assert.ok(!existsSync(path.dirname(certificate)));
  });

  it('stops the simulator also when serving fails', async () => {
    const { status, done } = await start([], { serve: () => Promise.reject(new Error('no')) });
    assert.deepEqual([status, done.at(-1)], ['Error: no', 'stop']);
  });
});

const FACTS: DemoFacts = {
  maker: 'theben',
  listening: [{ port: 8080 }, { host: '::', port: 8080 }, { host: 'fe80::1%eth0', port: 9090 }],
  user: 'me',
  password: "it's",
  certificate: '/tmp/d/client.pem',
  key: '/tmp/d/client.key',
};

describe('the knobs of the simulated gateway', () => {
  const knobs = async (words: readonly string[]) => {
    let options: SimulatorOptions = {};
    const { error } = await start(words, {
      startSimulator: (given) => {
        options = given;
        return Promise.reject(new Error('enough'));
      },
    });
    return { ...options, error };
  };

  it('are those of the maker without options', async () => {
    const { error, ...options } = await knobs([]);
    assert.deepEqual(Object.keys(options).sort(), ['maker', 'ownAddress', 'password', 'user']);
    assert.equal(error, '');
  });

  it('are taken from the options', async () => {
    const words = ['--answer-delay=0', '--session-limit=2', '--drop-idle=5s', '--wrong-clock=-90s'];
    const { answerDelay, sessionLimit, dropIdle, wrongClock, meterSwap } = await knobs([
      ...words,
      '--meter-swap=1h',
    ]);
    assert.deepEqual(
      [answerDelay, sessionLimit, dropIdle, wrongClock, meterSwap],
      [0, 2, 5000, -90_000, 3_600_000],
    );
  });

  it('have no lock-out without a gateway that has one', async () => {
    const { status, error } = await start(['--gateway', 'theben', '--lock-out', '5m']);
    assert.equal(status, 2);
    assert.match(error, /^--lock-out: expected .*--gateway ppc, got --gateway theben\n/);
  });

  it('have no value in a wrong form, nor a language that is not spoken', async () => {
    const { status, error } = await start(['--wrong-clock=2h', '--session-limit=x', '--lang=fr']);
    assert.equal(status, 2);
    assert.deepEqual(
      error.split('\n').map((line) => line.split(':')[0]),
      ['--lang', '--session-limit', '--wrong-clock', 'smgw-proxy', ''],
    );
  });
});

describe('the text of the demo', () => {
  it('is German where the system is, with the same commands', () => {
    const german = demoText(FACTS, 'de');
    assert.match(german, /Passwort:/);
    assert.doesNotMatch(german, /Paste|Enter/);
    const commands = (text: string) => text.split('\n').filter((line) => /^(?:curl|printf) /.test(line));
    assert.deepEqual(commands(german), commands(demoText(FACTS, 'en')));
  });

  it('names the values for Home Assistant', () => {
    const text = demoText(FACTS, 'en');
    assert.match(text, /^ {2}URL: https:\/\/127\.0\.0\.1:8080\/smgw\/m2m\/me\.sm\/json$/m);
    assert.match(text, /^ {2}Host: 127\.0\.0\.1$/m);
  });

  it('names each address as a client writes it', () => {
    const addresses = [...demoText(FACTS, 'en').matchAll(/address: +(\S+)/g)].map(([, each]) => each);
    assert.deepEqual(addresses, [
      'https://127.0.0.1:8080/smgw/m2m',
      'https://[::1]:8080/smgw/m2m',
      'https://[fe80::1%25eth0]:9090/smgw/m2m',
    ]);
  });

  it('gives commands that a shell reads as they are meant', () => {
    const commands = demoText(FACTS, 'en')
      .split('\n')
      .filter((line) => line.startsWith('curl '));
    assert.equal(commands.length, 5);
    const words = commands.map((command) => {
      const printed = execFileSync('sh', ['-c', command.replace('curl ', String.raw`printf '%s\n' `)]);
      return printed.toString().split('\n');
    });
    assert.ok(words[0]?.includes("me:it's"));
    assert.ok(words[0]?.includes('{"method":"user-info"}'));
    assert.ok(words[1]?.some((word) => word.includes('"usage-point-id":"01005e318021.taf7-1.sm"')));
    assert.ok(words[2]?.includes('-L'));
    assert.ok(words[3]?.includes('/tmp/d/client.key'));
    assert.ok(words[4]?.includes("me:not-it's"));
  });

  it('is quoted so that a shell gives back the same text', () => {
    const texts = fc.sample(
      fc.string({ unit: 'binary-ascii', minLength: 1 }).filter((text) => !text.includes('\0')),
      50,
    );
    const script = `printf '%s\\0' ${texts.map(shellQuote).join(' ')}`;
    assert.deepEqual(execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1), texts);
  });
});

// The command line: what is an option, what is a value, and what is neither.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readArguments } from '../../src/cli/arguments.js';

const codes = (...words: string[]) =>
  readArguments(words).problems.map(({ code, where }) => `${code} ${where}`);

describe('the command line', () => {
  it('runs without any words', () => {
    const { command, flags, switches, problems } = readArguments([]);
    assert.deepEqual([command.name, flags.size, switches.size, problems], ['run', 0, 0, []]);
  });

  it('keeps every text as it was written', () => {
    const { flags, problems } = readArguments([
      '--target=010',
      '--listen',
      '0x50',
      '--listen=1e3',
      '--log-file=a=b',
    ]);
    assert.deepEqual(problems, []);
    assert.deepEqual(Object.fromEntries(flags), {
      listen: ['0x50', '1e3'],
      target: ['010'],
      'log-file': ['a=b'],
    });
  });

  it('takes the command from wherever it stands', () => {
    assert.equal(readArguments(['demo', '--listen', '1']).command.name, 'demo');
    assert.equal(readArguments(['--listen', '1', 'demo']).command.name, 'demo');
    assert.equal(readArguments(['--check-config', 'run']).command.name, 'run');
    assert.equal(readArguments(['--', 'demo']).command.name, 'demo');
  });

  it('knows -h as --help', () => {
    assert.ok(readArguments(['-h']).switches.has('help'));
    assert.ok(readArguments(['demo', '--help']).switches.has('help'));
  });

  it('gives an option without value an empty text, also before another option', () => {
    const { flags } = readArguments(['--target', '--listen', '1', '--log-file']);
    assert.deepEqual(Object.fromEntries(flags), { listen: ['1'], target: [''], 'log-file': [''] });
  });

  const mistakes: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['an unknown option, whose value is no command', ['--lsiten', '80'], ['unknown-option --lsiten']],
    ['an unknown option with =', ['--lsiten=80'], ['unknown-option --lsiten']],
    ['a negated option', ['--no-idle-timeout'], ['unknown-option --no-idle-timeout']],
    ['camel case', ['--connectTimeout', '5s'], ['unknown-option --connectTimeout']],
    ['dots', ['--listen.a', '5'], ['unknown-option --listen.a']],
    ['one dash, and its value is no command', ['-listen', '80'], ['unknown-option -listen']],
    ['a letter', ['-x'], ['unknown-option -x']],
    ['three dashes', ['---listen', '80'], ['unknown-option ---listen']],
    [
      'names that every object has',
      ['--constructor', '--__proto__=1', '--_=2'],
      ['unknown-option --constructor', 'unknown-option --__proto__', 'unknown-option --_'],
    ],
    ['a value for a switch', ['--check-config=yes'], ['unexpected-value --check-config']],
    ['an unknown command', ['strat'], ['unknown-command command']],
    ['words behind the command', ['run', 'now'], ['unexpected-argument arguments']],
    [
      'words behind --',
      ['run', '--', '--listen', '8'],
      ['unexpected-argument arguments', 'unexpected-argument arguments'],
    ],
    [
      'options of another command',
      ['demo', '--target', 'x', '--check-config'],
      ['unknown-option --target', 'unknown-option --check-config'],
    ],
    ['options of the demo', ['--answer-delay', '1s'], ['unknown-option --answer-delay']],
  ];
  for (const [what, words, expected] of mistakes) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(codes(...words), expected);
    });
  }

  it('suggests what was meant', () => {
    const messages = ['--hlep', 'dmeo', '-listen'].map(
      (word) => readArguments([word]).problems[0]?.message ?? '',
    );
    assert.match(messages[0] ?? '', /did you mean --help\?$/);
    assert.match(messages[1] ?? '', /did you mean demo\?$/);
    assert.match(messages[2] ?? '', /two dashes.*did you mean --listen\?$/);
  });

  it('is sorted without throwing, whatever it holds', () => {
    const words = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '--listen',
        '--',
        '-',
        '-h',
        '--help',
        '--toString',
        '--hasOwnProperty=1',
        '--$0',
        '--unknown',
        '-5',
      ),
      fc.string().map((text) => `--${text}`),
      fc.string().map((text) => `-${text}`),
    );
    fc.assert(
      fc.property(fc.array(words), (line) => {
        const { flags } = readArguments(line);
        for (const texts of flags.values()) assert.ok(texts.every((text) => typeof text === 'string'));
      }),
    );
  });
});

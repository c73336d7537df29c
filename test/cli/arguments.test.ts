// The command line: what is an option, what is a value, and what is neither.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { placeText } from '../../src/config/place.js';
import { call, read } from './support.js';

const codes = async (...words: string[]): Promise<string[]> =>
  (await read(words)).problems.map(({ code, where }) => `${code} ${placeText(where, 'en')}`);
const commandOf = async (...words: string[]): Promise<string> => (await read(words)).command;

describe('the command line', () => {
  it('runs without any words', async () => {
    const { command, flags, switches, problems, isBare } = await read([]);
    assert.deepEqual([command, flags.size, switches.size, problems, isBare], ['run', 0, 0, [], true]);
  });

  it('is not bare with any word', async () => {
    for (const word of ['run', '--check-config', '--target', 'x', '--x'])
      assert.equal((await read([word])).isBare, false, word);
  });

  it('keeps every text as it was written', async () => {
    const { flags, problems } = await read([
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

  it('takes the command from wherever it stands', async () => {
    assert.equal(await commandOf('demo', '--listen', '1'), 'demo');
    assert.equal(await commandOf('--listen', '1', 'demo'), 'demo');
    assert.equal(await commandOf('--json', 'status'), 'status');
    assert.equal(await commandOf('--check-config', 'run'), 'run');
  });

  it('gives an option without value an empty text, also before another option', async () => {
    const { flags } = await read(['--target', '--listen', '1', '--log-file']);
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
      ['--constructor', '--__proto__=1', '--toString', 'x'],
      ['unknown-option --constructor', 'unknown-option --___proto___', 'unknown-option --toString'],
    ],
    ['a value for a switch', ['--check-config=yes'], ['unexpected-value --check-config']],
    ['a switch that is switched off', ['--check-config=false'], ['unexpected-value --check-config']],
    ['an unknown command', ['strat'], ['unknown-command command']],
    ['words behind the command', ['run', 'now'], ['unexpected-argument arguments']],
    ['a second command', ['status', 'demo'], ['unexpected-argument arguments']],
    ['a command behind --', ['--', 'demo'], ['unexpected-argument arguments']],
    [
      'everything at once',
      ['--lisen', '1', 'run', '--traget', 'x', 'demo'],
      ['unexpected-argument arguments', 'unknown-option --lisen', 'unknown-option --traget'],
    ],
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
    it(`refuses ${what}`, async () => {
      assert.deepEqual(await codes(...words), expected);
    });
  }

  it('suggests what was meant', async () => {
    const problems = await Promise.all(['--hlep', 'dmeo', '-listen'].map(async (word) => read([word])));
    const messages = problems.map(({ problems: [first] }) => first?.message.en ?? '');
    assert.match(messages[0] ?? '', /did you mean --help\?$/);
    assert.match(messages[1] ?? '', /did you mean demo\?$/);
    assert.match(messages[2] ?? '', /two dashes.*did you mean --listen\?$/);
  });

  it('is told what is wrong in one line where yargs knows it alone', async () => {
    const { status, error } = await call(['help', 'run', '--x']);
    assert.deepEqual([status, error], [2, 'smgw-proxy: Unknown argument: x. See smgw-proxy --help\n']);
  });

  it('is sorted without throwing, whatever it holds', async () => {
    const words = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '--listen',
        '--',
        '-',
        '--toString',
        '--hasOwnProperty=1',
        '--$0',
        '--json',
        'status',
        '-5',
      ),
      fc.string().map((text) => `--${text}`),
      fc.string().map((text) => `-${text}`),
    );
    // These are answered by yargs itself, which then ends the process.
    const isAnswered = (line: readonly string[]): boolean =>
      line.some((word) => /^-.*h|^--(?:version|get-yargs)|^(?:help|completion)$/s.test(word));
    await fc.assert(
      fc.asyncProperty(
        fc.array(words).filter((line) => !isAnswered(line)),
        async (line) => {
          // A sentence of yargs is told in one line, with status 2.
          const result = await read(line).catch((error: unknown) => {
            assert.match(String(error), /^Error: Unknown argument/);
          });
          for (const texts of result?.flags.values() ?? [])
            assert.ok(texts.every((text) => typeof text === 'string'));
        },
      ),
    );
  });
});

// The list of all that is still English with `language: de`: the log, and texts that no person reads.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { problemLine, type Problem, type ProblemCode } from '../src/config/problem.js';
import { loadConfig } from '../src/config/load.js';
import { ListenError } from '../src/forward/listen/listener.js';
import * as start from '../src/service/start-problem.js';
import { read } from './cli/support.js';
import { serviceConfig } from './support/config.js';
import { ENGLISH_WORD, looksLikeText } from './support/english.js';
import { sourceTexts, type SourceText } from './support/source-texts.js';

const LOG = 'the log';
const METRICS = 'the help of metrics, for Prometheus';
const SHELL = 'words of another program';
const NAMES = 'a name';

/** The files and rooms of src/ with texts of no language, and what these are. */
const STILL_ENGLISH: Readonly<Record<string, string>> = {
  'log/': LOG,
  'admin/records.ts': LOG,
  'service/config-log.ts': LOG,
  'service/mdns-log.ts': LOG,
  'service/service-log.ts': LOG,
  'machine/listeners.ts': `${LOG}: the program that has a port`,
  'forward/wire/trial.ts': `${LOG}: why the faster wires are not used`,
  'systemd/systemd-notify.ts': `${LOG}: why systemd is not told`,
  'mdns/channel.ts': `${LOG}: an errno without a name`,
  'forward/listen/listener.ts': 'the message of an error that is always caught',
  'machine/packet-socket.ts': 'the message of an error that is always caught',
  'proxy-protocol/header.ts': 'the message of an error that is always caught',
  'proxy-protocol/v2.ts': 'the message of an error that is always caught',
  'admin/durations.ts': METRICS,
  'admin/forward-families.ts': METRICS,
  'admin/process-metrics.ts': METRICS,
  'admin/service-families.ts': METRICS,
  'cli/check/textfile.ts': METRICS,
  'admin/status/schema.ts': 'the JSON schema of /status, for programmers',
  'admin/page/start.js': 'the console of the browser, for programmers',
  'smgw-proxy.cjs': 'a Node.js too old for the program, which reads no configuration',
  'setup/plan.ts': 'comments in files of systemd and sysctl, which name the command that wrote them',
  'cli/discover/operator-letter.ts': 'a German letter, whatever the language',
  'service/status-line.ts': 'reasons in German, for a line that is the log where English is spoken',
  'cli/setup/find.ts': SHELL,
  'config/endpoint.ts': SHELL,
  'config/forwards.ts': SHELL,
  'cli/check/words.ts': SHELL,
  'cli/demo/ppc.ts': SHELL,
  'machine/kernel-way.ts': SHELL,
  'machine/lookup.ts': SHELL,
  'setup/network-profile.ts': SHELL,
  'systemd/setup-units.ts': SHELL,
  'systemd/systemd-unit.ts': SHELL,
  'admin/page/page.js': SHELL,
  'admin/page/forwards.js': 'classes of the style sheet',
  'admin/page/home-assistant.js': 'classes of the style sheet',
  'admin/page/setup.js': 'classes of the style sheet',
  'cli/demo/theben.ts': NAMES,
  'gateway/known-addresses.ts': NAMES,
  'gateway/maker.ts': NAMES,
  'gateway/programs.ts': NAMES,
};

/** Texts that are the same in both languages. */
const SAME = [
  // Names, and words that both languages have.
  ...['smgw-proxy', 'Node.js', 'NetworkManager', 'DHCP', 'TRuDI', 'evcc', 'evcc, EMH CASA 1.1', 'curl'],
  ...['evcc, in evcc.yaml', 'Home Assistant, ha-ppc-smgw (HACS)', 'ha-ppc-smgw', 'theben_conexa'],
  ...['Gateway', 'Minute', 'Ports', 'Host', 'Browser', 'Name smgw.local'],
  // Values of options, commands and their files.
  ...['--target-tls --target-fingerprint …', 'target-tls: on', 'target-fingerprint: …', 'on oder off'],
  ...['uri …, host …', 'sudo nmcli device reapply …'],
  'table inet smgw { chain forward { type filter hook forward priority -10; iifname "…" drop; oifname "…" drop; } }',
];

/** Not texts: the codes that they are chosen by. */
const isCode = (text: string): boolean => /^(?:[a-z]+(?:-[a-z]+)*|[A-Z]+)$/.test(text);

const placeOf = ({ file, line, text }: SourceText): string => `src/${file}:${line}: ${text}`;

const TEXTS = sourceTexts().filter(({ file }) => !file.startsWith('simulator/'));

describe('what is still said in English where German is spoken', () => {
  const loose = TEXTS.filter(({ language, text }) => language === undefined && looksLikeText(text));

  it('is what stands in this list, and nothing else in the source', () => {
    const listed = Object.keys(STILL_ENGLISH);
    const unlisted = loose.filter(({ file }) => !listed.some((place) => file.startsWith(place)));
    assert.deepEqual(unlisted.map(placeOf), []);
    const outdated = listed.filter((place) => !loose.some(({ file }) => file.startsWith(place)));
    assert.deepEqual(outdated, [], 'not English any more');
  });

  it('is no German text', () => {
    const german = TEXTS.filter(({ language }) => language === 'de');
    const english = new Set(TEXTS.filter(({ language }) => language === 'en').map(({ text }) => text));
    assert.ok(german.length > 1000, `${german.length} texts`);
    const same = german.filter(
      ({ text }) => ENGLISH_WORD.test(text) || (english.has(text) && /\p{L}{4}/u.test(text)),
    );
    assert.deepEqual(same.filter(({ text }) => !SAME.includes(text) && !isCode(text)).map(placeOf), []);
  });
});

/** How a mistake is made: by words, a file and variables, or where the problem itself comes from. */
interface Mistake {
  readonly words?: readonly string[];
  readonly file?: string | Error;
  readonly environment?: Readonly<Record<string, string>>;
  readonly problems?: readonly Problem[];
}

const NO_FILE = Object.assign(new Error('open'), { code: 'ENOENT' });
const SOCKET = { fd: 3, name: undefined, host: '::', port: 9000 };

/** The compiler asks for an example of each. */
const MISTAKES: Readonly<Record<ProblemCode, Mistake>> = {
  'invalid-value': { words: ['--listen', 'x'] },
  'missing-value': { words: ['--listen', ''] },
  'unexpected-value': { words: ['--check-config=no'] },
  'given-twice': { words: ['--target', 'a', '--target', 'b'] },
  'unknown-option': { words: ['--lsiten', '80'] },
  'unknown-command': { words: ['stat'] },
  'unexpected-argument': { words: ['run', 'x'] },
  'unknown-variable': { environment: { SMGW_PROXY_LSITEN: '80' } },
  'unknown-key': { file: 'targt: a' },
  'wrong-type': { file: 'target: [a, b]' },
  'missing-key': { file: 'forwards:\n  - listen: 80' },
  'empty-forwards': { file: 'forwards: []' },
  conflict: { words: ['--listen', '127.0.0.1:80', '--target', '127.0.0.1:80'] },
  'duplicate-name': {
    file: 'forwards:\n  - { name: a, listen: 80, target: a }\n  - { name: a, listen: 81, target: b }',
  },
  'duplicate-listen': { words: ['--listen', '80', '--listen', '80'] },
  'file-unreadable': { file: NO_FILE },
  'file-too-large': { file: '#'.repeat(2_000_000) },
  'yaml-syntax': { file: 'listen: [80' },
  'cannot-listen': { problems: start.listenProblems(new ListenError({ port: 80 }, 'EACCES'), new Map()) },
  'wrong-socket': { problems: [start.socketProblem(SOCKET)] },
  'needs-restart': {
    problems: start.wireProblems(serviceConfig(), { ...serviceConfig(), wire: 'socket' }),
  },
  'log-file': { problems: await start.logFileProblems('/dev/null/x.log') },
  'reload-failed': { problems: start.reloadFailed(new Error('ENOENT')) },
};

async function problemsOf({ words = [], file, environment = {}, problems }: Mistake) {
  if (problems !== undefined) return problems;
  const { flags, problems: ofWords } = await read(words);
  const loaded = await loadConfig({
    flags: file === undefined ? flags : new Map([...flags, ['config', ['x.yaml']]]),
    environment,
    readFile: () =>
      typeof file === 'string' ? Promise.resolve(Buffer.from(file)) : Promise.reject(file ?? NO_FILE),
  });
  return [...ofWords, ...(loaded.ok ? [] : loaded.problems)];
}

describe('every mistake', () => {
  for (const [code, mistake] of Object.entries(MISTAKES))
    it(`is told in German: ${code}`, async () => {
      const found = (await problemsOf(mistake)).filter((each) => each.code === code);
      assert.ok(found.length > 0);
      for (const each of found) {
        assert.doesNotMatch(problemLine(each, 'de'), ENGLISH_WORD);
        assert.notEqual(each.message.de, each.message.en);
      }
    });
});

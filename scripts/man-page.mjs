// The man page, smgw-proxy(1), from the tables that the help comes from. Compile first. Written for man(7).
import { nameOf } from '../dist/src/cli/command.js';
import * as tables from '../dist/src/cli/commands.js';

const NAME = 'smgw-proxy';
const COMMANDS = tables.COMMANDS.map((command) => ({ ...inEnglish(command), name: nameOf(command) }));
const [RUN] = COMMANDS;

/** The same with its texts in English, of those that are there in German as well. */
function inEnglish(value) {
  if (Array.isArray(value)) return value.map(inEnglish);
  if (typeof value !== 'object' || value === null) return value;
  if ('en' in value && 'de' in value) return value.en;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inEnglish(each)]));
}

/** Options that yargs adds to every command. */
const OTHERS = 'Options';
const OF_YARGS = [
  { name: 'help', help: 'Show the help of the command; also -h, and "smgw-proxy help COMMAND".' },
  { name: 'version', help: 'Show the version.' },
];
const COMPLETION = {
  name: 'completion',
  describe: 'Print a script for bash or zsh that completes what is typed; the Debian package installs both.',
};

/** @param date of the page, such as 2026-11-25 */
export function manPage(version, date) {
  return [
    `.TH SMGW-PROXY 1 ${date} "${NAME} ${version}"`,
    '.SH NAME',
    `${text(NAME)} \\- way from the home network to a German smart meter gateway`,
    '.SH SYNOPSIS',
    ...COMMANDS.flatMap(synopsis),
    '.SH DESCRIPTION',
    text(DESCRIPTION),
    '.SH COMMANDS',
    ...[...COMMANDS, COMPLETION].flatMap((command) =>
      item(`\\fB${text(command.name)}\\fR`, command.describe),
    ),
    '.SH OPTIONS',
    text(RUN.epilogue),
    ...optionsOf([...RUN.options, ...OF_YARGS]),
    ...COMMANDS.filter((command) => command !== RUN).flatMap(ofOther),
    '.SH EXAMPLES',
    ...COMMANDS.flatMap(({ examples }) => examples.flatMap(example)),
    ...CLOSING.flatMap(([heading, paragraphs]) => [
      `.SH ${heading}`,
      ...paragraphs.flatMap(([what, words]) =>
        what === '' ? ['.PP', text(words)] : item(bold(what), words),
      ),
    ]),
    '',
  ].join('\n');
}

const DESCRIPTION =
  'Listens for TCP connections and carries their bytes to the gateway and back, unread and unchanged: TLS, client ' +
  'certificates and log-ins pass as they are. Runs until it is stopped.';

const CONFIG = '/etc/smgw-proxy/config.yaml';

/** The last sections: headings, each with terms and their meanings. */
const CLOSING = [
  [
    'FILES',
    [
      [CONFIG, 'The configuration of the service: YAML, with the names of the options.'],
      ['/usr/share/doc/smgw-proxy/examples/config.yaml', 'An example of it, with explanations.'],
    ],
  ],
  [
    'SIGNALS',
    [
      [
        'SIGTERM, SIGINT',
        'Accept no more, let connections finish within --drain-timeout; a second one ends at once.',
      ],
      ['SIGHUP', 'Read the configuration again. A wrong one is refused, and everything stays as it is.'],
    ],
  ],
  [
    'EXIT STATUS',
    [
      ['0', 'Stopped as asked.'],
      ['1', 'Could not run, such as for a port that is taken.'],
      ['2', 'The options or the configuration are wrong; all problems are listed.'],
    ],
  ],
  ['SEE ALSO', [['', 'systemctl(1), journalctl(1), /usr/share/doc/smgw-proxy/README.md']]],
];

function synopsis(command, index) {
  const name = command === RUN ? `[\\fB${command.name}\\fR]` : `\\fB${text(command.name)}\\fR`;
  return [...(index === 0 ? [] : ['.br']), `\\fB${text(NAME)}\\fR ${name} [\\fIoptions\\fR]`];
}

/** All options below the headings of the help. */
function optionsOf(options) {
  return [...new Set(options.map(({ group }) => group))].flatMap((heading) => [
    `.SS ${text((heading ?? OTHERS).replace(/:$/, ''))}`,
    ...options.filter(({ group }) => group === heading).flatMap(option),
  ]);
}

function option({ name, kind, default: standard, help }) {
  const value = kind === undefined ? '' : ` \\fI${text(kind.placeholder)}\\fR`;
  return item(
    `${bold(`--${name}`)}${value}`,
    standard === undefined ? help : `${help} [default: ${standard}]`,
  );
}

/** Another command: which options of the first it shares, and its own. */
function ofOther(command) {
  const isShared = ({ name }) => namesOf(RUN).includes(name);
  return [
    `.SH ${text(`${NAME} ${command.name}`).toUpperCase()}`,
    text(`${command.describe}. ${command.epilogue} ${sharing(command)}`.trim()),
    ...optionsOf(command.options.filter((each) => !isShared(each))),
  ];
}

const namesOf = ({ options }) => options.map(({ name }) => name);

function sharing(command) {
  const [own, all] = [namesOf(command), namesOf(RUN)];
  const missing = all.filter((name) => !own.includes(name));
  const shared = all.filter((name) => own.includes(name));
  if (shared.length === 0) return '';
  const list = (names) => names.map((name) => `--${name}`).join(', ');
  if (missing.length === 0) return 'It takes all options above.';
  return missing.length < shared.length
    ? `It takes the options above except ${list(missing)}.`
    : `Of the options above it takes ${list(shared)}.`;
}

const example = ([line, what]) => [...item(bold(line.replaceAll('$0', NAME)), what)];

function item(term, words) {
  return ['.TP', term, text(words)];
}

const bold = (words) => `\\fB${text(words)}\\fR`;

/** Escapes roff: a dash stays a dash, and no line becomes a request. */
function text(words) {
  return words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('→', '\\(->')
    .replace(/^(?=[.'])/gm, '\\&');
}

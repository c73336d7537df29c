// The man page, smgw-proxy(1), from the tables that the help comes from. Compile first. Written for man(7).
import { nameOf } from '../dist/src/cli/command.js';
import { COMMANDS } from '../dist/src/cli/commands.js';
import { WORDS } from './man-words.mjs';

const NAME = 'smgw-proxy';

/** The same with its texts in one language, of those that are there in both. */
function inLanguage(value, language) {
  if (Array.isArray(value)) return value.map((each) => inLanguage(each, language));
  if (typeof value !== 'object' || value === null) return value;
  if ('en' in value && 'de' in value) return value[language];
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inLanguage(each, language)]));
}

/**
 * @param date of the page, such as 2026-11-25
 * @param language en or de
 */
export function manPage(version, date, language) {
  const words = WORDS[language];
  const commands = COMMANDS.map((command) => ({ ...inLanguage(command, language), name: nameOf(command) }));
  const [run, ...others] = commands;
  const [name, synopsis, description, list, options, examples] = words.headings;
  const completion = { name: 'completion', describe: words.completion };
  // Options that yargs adds to every command.
  const ofYargs = ['help', 'version'].map((each) => ({ name: each, help: words[each] }));
  return [
    `.TH SMGW-PROXY 1 ${date} "${NAME} ${version}"`,
    `.SH ${name}`,
    `${text(NAME)} \\- ${text(words.name)}`,
    `.SH ${synopsis}`,
    ...commands.flatMap((each, index) => usage(each, index === 0, words)),
    `.SH ${description}`,
    text(words.description),
    `.SH ${list}`,
    ...[...commands, completion].flatMap((each) => item(bold(each.name), each.describe)),
    `.SH ${options}`,
    text(run.epilogue),
    ...optionsOf([...run.options, ...ofYargs], words),
    ...others.flatMap((each) => ofOther(each, run, words)),
    `.SH ${examples}`,
    ...commands.flatMap((each) => each.examples.flatMap(example)),
    ...words.closing.flatMap(([heading, paragraphs]) => [
      `.SH ${text(heading)}`,
      ...paragraphs.flatMap(([what, meaning]) =>
        what === '' ? ['.PP', text(meaning)] : item(bold(what), meaning),
      ),
    ]),
    '',
  ].join('\n');
}

function usage({ name }, isFirst, words) {
  const command = isFirst ? `[${bold(name)}]` : bold(name);
  return [...(isFirst ? [] : ['.br']), `${bold(NAME)} ${command} [\\fI${text(words.options)}\\fR]`];
}

/** All options below the headings of the help. */
function optionsOf(options, words) {
  return [...new Set(options.map(({ group }) => group))].flatMap((heading) => [
    `.SS ${text((heading ?? words.others).replace(/:$/, ''))}`,
    ...options.filter(({ group }) => group === heading).flatMap((each) => option(each, words)),
  ]);
}

function option({ name, kind, default: standard, help }, words) {
  const value = kind === undefined ? '' : ` \\fI${text(kind.placeholder)}\\fR`;
  return item(
    `${bold(`--${name}`)}${value}`,
    standard === undefined ? help : `${help} ${words.standard(standard)}`,
  );
}

/** Another command: which options of the first it shares, and its own. */
function ofOther(command, run, words) {
  const isShared = ({ name }) => namesOf(run).includes(name);
  return [
    `.SH ${text(`${NAME} ${command.name}`).toUpperCase()}`,
    text(`${command.describe}. ${command.epilogue} ${sharing(command, run, words)}`.trim()),
    ...optionsOf(
      command.options.filter((each) => !isShared(each)),
      words,
    ),
  ];
}

const namesOf = ({ options }) => options.map(({ name }) => name);

function sharing(command, run, words) {
  const [own, all] = [namesOf(command), namesOf(run)];
  const missing = all.filter((name) => !own.includes(name));
  const shared = all.filter((name) => own.includes(name));
  if (shared.length === 0) return '';
  const list = (names) => names.map((name) => `--${name}`).join(', ');
  if (missing.length === 0) return words.takesAll;
  return missing.length < shared.length ? words.takesAllExcept(list(missing)) : words.takes(list(shared));
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

// The help of a command. The only file that imports yargs, and loaded only when help is wanted.
import yargs from 'yargs';
import { COMMANDS, RUN } from './commands.js';
import type { Command, Language, Text } from './command.js';

// The texts of yargs itself lie in files that the bundle does not have; these are all that are used here.
const WORDS = { de: { 'Examples:': 'Beispiele:' }, en: {} };
const USAGE = { de: '[Optionen]', en: '[options]' };
const DEFAULT = { de: 'sonst', en: 'default:' };

/** Wrapped to `width` columns, in English where the command speaks nothing else. */
export async function helpText(command: Command, width: number, language: Language): Promise<string> {
  const spoken = typeof command.summary === 'string' ? 'en' : language;
  const say = (text: Text): string => (typeof text === 'string' ? text : text[spoken]);
  const options = USAGE[spoken];
  const usage = command === RUN ? `$0 [run] ${options}` : `$0 ${command.name} ${options}`;
  const help = yargs()
    .scriptName('smgw-proxy')
    .locale('en')
    .updateStrings(WORDS[spoken])
    .help(false)
    .version(false)
    .wrap(width)
    .usage(command === RUN ? usage : `${usage}\n\n${say(command.summary)}`)
    .example(command.examples.map(([line, what]) => [line, say(what)]))
    .epilogue(say(command.notes));
  if (command === RUN) for (const { name, summary } of COMMANDS) help.command(name, say(summary));
  for (const { name, kind, group, help: text, default: standard } of command.options) {
    const key = `${name} ${kind.placeholder}`;
    const what = standard === undefined ? say(text) : `${say(text)} [${DEFAULT[spoken]} ${standard}]`;
    help.group(key, say(group)).describe(key, what);
  }
  for (const { name, group, help: text } of command.switches)
    help.group(name, say(group)).describe(name, say(text));
  return help.getHelp();
}

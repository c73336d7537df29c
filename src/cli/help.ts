// The help of a command. The only file that imports yargs, and loaded only when help is wanted.
import yargs from 'yargs';
import { COMMANDS, RUN, type Command } from './commands.js';

/** Wrapped to `width` columns. */
export async function helpText(command: Command, width: number): Promise<string> {
  const help = yargs()
    .scriptName('smgw-proxy')
    .locale('en')
    .help(false)
    .version(false)
    .wrap(width)
    .usage(command === RUN ? '$0 [run] [options]' : `$0 ${command.name} [options]\n\n${command.summary}`)
    .example(command.examples.map(([line, what]) => [line, what]))
    .epilogue(command.notes);
  if (command === RUN) for (const { name, summary } of COMMANDS) help.command(name, summary);
  for (const { name, kind, group, help: text, default: standard } of command.options) {
    const key = `${name} ${kind.placeholder}`;
    help.group(key, group).describe(key, standard === undefined ? text : `${text} [default: ${standard}]`);
  }
  for (const { name, group, help: text } of command.switches) help.group(name, group).describe(name, text);
  return help.getHelp();
}

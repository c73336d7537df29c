// A plan, and what became of it, as a person reads it: every command as it could be typed, every file in full.
import { bare, escapeUnprintable } from '../../config/problem.js';
import type { Action, CommandLine } from '../../setup/action.js';
import type { JournalEntry } from '../../setup/journal.js';
import type { Failure } from '../../setup/transaction.js';
import type { SetupTexts } from './texts.js';

/** As a shell takes it. */
export function commandText(command: CommandLine): string {
  return command.map((word) => bare(/^[\w@%+=:,./-]+$/.test(word) ? word : quoted(word))).join(' ');
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

export function planText(actions: readonly Action[], link: string, texts: SetupTexts): string {
  const lines = actions.flatMap(({ kind, file, run, undo }, i) => [
    ...['', `${i + 1}. ${texts.actions[kind](link)}`],
    ...(file === undefined ? [] : [`   ${texts.file(file.path)}`, ...contentLines(file.content)]),
    ...run.map((command) => `   ${commandText(command)}`),
    ...(file === undefined ? [] : [`   ${texts.back(texts.fileAsBefore)}`]),
    ...undo.map((command) => `   ${texts.back(commandText(command))}`),
  ]);
  return ['', texts.planHead, ...lines, '', texts.undoHint, ''].join('\n');
}

const contentLines = (content: string): string[] =>
  content
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `     | ${escapeUnprintable(line)}`.trimEnd());

export function undoText(entries: readonly JournalEntry[], link: string, texts: SetupTexts): string {
  const lines = [...entries]
    .reverse()
    .flatMap(({ kind, file, undo }, i) => [
      ...['', `${i + 1}. ${texts.actions[kind](link)}`],
      ...(file === undefined ? [] : [`   ${texts.file(bare(file.path))} ${texts.fileAsBefore}`]),
      ...undo.map((command) => `   ${commandText(command)}`),
    ]);
  return ['', texts.undoHead, ...lines, '', ''].join('\n');
}

/** Words of others are cut: a line has to be read. */
const LONGEST = 300;

export function failureLines(failure: Failure, texts: SetupTexts): string[] {
  switch (failure.kind) {
    case 'command': {
      const { command, ran } = failure;
      const said = ran.said.slice(0, LONGEST).split('\n').map(escapeUnprintable);
      return [texts.failedCommand(commandText(command), ran.status), ...said.filter((line) => line !== '')];
    }
    case 'file':
      return [texts.failedFile(bare(failure.path), failure.code)];
    case 'journal':
      return [texts.failedJournal(failure.code)];
    case 'interrupted':
      return [];
  }
}

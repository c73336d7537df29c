// Formats a plan and its failures for people: every command ready to paste, every file in full.
import { bare, escapeUnprintable } from '../../config/problem.js';
import type { Action, ActionSubject, CommandLine } from '../../setup/action.js';
import type { JournalEntry } from '../../setup/journal.js';
import { PROFILE } from '../../setup/network-profile.js';
import type { Failure } from '../../setup/transaction.js';
import { shellQuote } from '../terminal/shell-quote.js';
import { fold } from '../terminal/fold.js';
import type { Terminal } from '../terminal/terminal.js';
import type { SetupTexts } from './texts.js';

/** The command as a shell reads it. */
export const commandText = (command: CommandLine): string =>
  command.map((word) => bare(shellQuote(word))).join(' ');

/** The command on lines that fit; a backslash joins them for the shell. */
function commandLines(command: CommandLine, width = Infinity): string[] {
  const words = command.map((word) => commandText([word]));
  const lines: string[] = [];
  let line = words.shift() ?? '';
  for (const word of words) {
    const isFull = INDENT.length + line.length + ` ${word} \\`.length > width;
    if (isFull) lines.push(`${line} \\`);
    line = isFull ? `  ${word}` : `${line} ${word}`;
  }
  return [...lines, line].map((each) => `${INDENT}${each}`);
}

const INDENT = '   ';

/** @param link the interface of the setup */
export function headOf({ kind, about }: ActionSubject, link: string, texts: SetupTexts): string {
  const { profile = PROFILE, link: its = link } = about ?? {};
  return texts.actions[kind](bare(its), bare(profile));
}

/** The name of an undone action, and its state. */
export function undoneOf(
  { kind, about }: ActionSubject,
  link: string,
  texts: SetupTexts,
): readonly [string, string] {
  const { profile = PROFILE, link: its = link } = about ?? {};
  return texts.undone(bare(its), bare(profile))[kind];
}

/** @param terminal what the plan has to fit */
export function planText(
  actions: readonly Action[],
  link: string,
  texts: SetupTexts,
  { width, height = Infinity }: Pick<Terminal, 'width' | 'height'> = {},
): string {
  const heads = actions.map((action, i) => `${i + 1}. ${headOf(action, link, texts)}`);
  const lines = actions.flatMap(({ file, run, undo }, i) => [
    ...['', heads[i] ?? ''],
    ...(file === undefined ? [] : [`   ${texts.file(file.path)}`, ...contentLines(file.content)]),
    ...run.flatMap((command) => commandLines(command, width)),
    ...(file === undefined ? [] : [`   ${texts.back(texts.fileAsBefore)}`]),
    ...undo.map((command) => `   ${texts.back(commandText(command))}`),
  ]);
  const plan = ['', texts.planHead, ...lines, ''].join('\n');
  // The upper part has scrolled away, and is said again in short.
  const isLong = fold(plan, width).split('\n').length + END_ROWS > height;
  const short = isLong ? ['', texts.inShort, ...heads, ''] : [];
  return [plan, ...short, texts.undoHint, ''].join('\n');
}

/** The rows of the hint and the question below a plan. */
const END_ROWS = 3;

const contentLines = (content: string): string[] =>
  content
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `     | ${escapeUnprintable(line)}`.trimEnd());

/** @param runs the changes of each setup, under its date */
export function undoText(
  runs: readonly (readonly JournalEntry[])[],
  link: string,
  texts: SetupTexts,
  width?: number,
): string {
  const entries = runs.flat().reverse();
  const lines = entries.flatMap(({ at, file, undo, ...subject }, i) => [
    ...(at === undefined || at === entries[i - 1]?.at ? [] : ['', texts.changedAt(new Date(at))]),
    ...['', `${i + 1}. ${undoneOf(subject, link, texts)[0]}`],
    ...(file === undefined ? [] : [`   ${texts.file(bare(file.path))} ${texts.fileAsBefore}`]),
    ...undo.flatMap((command) => commandLines(command, width)),
  ]);
  return ['', texts.undoHead, ...lines, '', ''].join('\n');
}

/** The errno names of a card that is full or read-only. */
const CARD_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EROFS', 'EDQUOT', 'EIO']);

/** Longer outputs of programs are cut, so that the line stays readable. */
const LONGEST = 300;

export function failureLines(failure: Failure, texts: SetupTexts): string[] {
  switch (failure.kind) {
    case 'command': {
      const { command, ran } = failure;
      const said = ran.said.slice(0, LONGEST).split('\n').map(escapeUnprintable);
      return [texts.failedCommand(commandText(command), ran.status), ...said.filter((line) => line !== '')];
    }
    case 'file':
      return [
        CARD_CODES.has(failure.code)
          ? texts.cardFailed(failure.code)
          : texts.failedFile(bare(failure.path), failure.code),
      ];
    case 'journal':
      return [texts.cardFailed(failure.code)];
    case 'interrupted':
      return [];
  }
}

// Lines that fit a width; a command at the end of one stays whole.
import wrapAnsi from 'wrap-ansi';

/** Wraps a text behind `first`; further lines begin with as many blanks. */
export function hang(first: string, text: string, width: number): string[] {
  const lines = wrapAnsi(text, Math.max(1, width - first.length), { hard: true }).split('\n');
  return lines.map((line, index) => (index === 0 ? first : ' '.repeat(first.length)) + line);
}

/** The lead of a line, which its continuation lines leave blank: a mark, a number, an arrow or a bar. */
const LEAD = /^(?:[✓!✗-] (?:\S+ {2,})?| *(?:→ |\| |\d+\. )?)/;
/** A command at the end of a line. It stays whole, so that it can be pasted. */
const COMMAND = /(?<=: |^)(?:sudo|smgw-proxy|systemctl|journalctl|timedatectl|curl|echo) .*$/;
/** U+00A0 NO-BREAK SPACE. */
const NO_BREAK = '\u00A0';

/** Breaks the lines of a text at the width of the terminal; undefined means no terminal. */
export function fold(text: string, width: number | undefined): string {
  if (width === undefined) return text;
  const lines = text.split('\n');
  return lines.flatMap((line) => (line.length <= width ? [line] : foldLine(line, width))).join('\n');
}

function foldLine(line: string, width: number): string[] {
  const lead = LEAD.exec(line)?.[0] ?? '';
  const text = line.slice(lead.length);
  const [command = ''] = COMMAND.exec(text) ?? [];
  const front = text.slice(0, text.length - command.length).trimEnd();
  // Indented it would break, and could not be pasted.
  if (front !== '' && command.length > width - lead.length)
    return [...hang(lead, front, width), ...hang('', command, width)];
  const kept = text.replace(COMMAND, command.length > width ? command : command.replaceAll(' ', NO_BREAK));
  return hang(lead, kept, width).map((each) => each.replaceAll(NO_BREAK, ' ').trimEnd());
}

// Steps of a command as a person sees them: one line for each when it is done, and meanwhile what it does.
import { durationText } from '../../config/duration.js';
import type { Language, Translated } from '../command.js';
import type { ProgressLine } from './progress-line.js';

/** How a step ended. `nothing`: it was looked for, and is not there. */
export type Mark = 'ok' | 'warning' | 'failed' | 'nothing' | 'skipped';

/** What is told about a step. All texts are fit to print: what others wrote went through quote() or bare(). */
export interface StepLine {
  readonly mark: Mark;
  readonly name: string;
  readonly text: string;
  /** How long it took; left out for what takes no time. */
  readonly ms?: number;
  /** Facts, causes and remedies: a line each, below. */
  readonly details?: readonly string[];
}

const SIGNS: Readonly<Record<Mark, string>> = {
  ok: '✓',
  warning: '!',
  failed: '✗',
  nothing: '-',
  skipped: '-',
};

// Not by colour alone, nor by the sign: a word says it to everybody.
const WORDS: Translated<Readonly<Record<Mark, string>>> = {
  de: { ok: 'ok', warning: 'Achtung', failed: 'Fehler', nothing: 'nichts', skipped: 'ausgelassen' },
  en: { ok: 'ok', warning: 'warning', failed: 'failed', nothing: 'nothing', skipped: 'skipped' },
};

/** The words and the numbers of a step in a language. */
export function stepText(language: Language, { mark, name, text, ms, details = [] }: StepLine): string {
  const width = Math.max(...Object.values(WORDS[language]).map(({ length }) => length));
  const head = `${SIGNS[mark]} ${WORDS[language][mark].padEnd(width)}  `;
  const time = ms === undefined ? '' : ` (${durationText(ms, language === 'de' ? ',' : '.')})`;
  const below = details.map((detail) => `${' '.repeat(head.length)}${detail}`);
  return [`${head}${name}: ${text}${time}`, ...below].join('\n');
}

/** Prints steps, with a line of progress below them where there is a terminal. */
export class Steps {
  private doing = '';

  constructor(
    private readonly language: Language,
    private readonly out: (text: string) => void,
    private readonly line: ProgressLine,
  ) {}

  begin(what: string): void {
    this.doing = what;
    this.line.show(`${what} …`);
  }

  /** How much of it is done, from 0 to 1. */
  progress(done: number): void {
    this.line.show(`${this.doing} … ${Math.floor(done * 100)} %`);
  }

  /** Says something in the middle of a step. */
  say(text: string): void {
    this.line.hide();
    this.out(`${text}\n`);
    this.line.show(`${this.doing} …`);
  }

  end(line: StepLine): void {
    this.line.hide();
    this.out(`${stepText(this.language, line)}\n`);
  }
}

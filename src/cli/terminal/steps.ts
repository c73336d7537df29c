// Prints the steps of a command: a line for each when it ends, and a progress line meanwhile.
import { durationText } from '../../config/duration.js';
import type { Language, Translated } from '../../config/language.js';
import type { ProgressLine } from './progress-line.js';

/** How a step ended. `nothing`: searched and not found; `later`: a later step takes care of it. */
export type Mark = 'ok' | 'warning' | 'failed' | 'nothing' | 'skipped' | 'later';

/** A step as it is printed. All texts are fit to print: those from elsewhere went through quote() or bare(). */
export interface StepLine {
  readonly mark: Mark;
  readonly name: string;
  readonly text: string;
  /** Duration; left out for steps without one. */
  readonly ms?: number;
  /** Facts and causes: a line each, below. */
  readonly details?: readonly string[];
  /** Remedies: a line each below them, behind an arrow. */
  readonly remedy?: readonly string[];
}

const SIGNS: Readonly<Partial<Record<Mark, string>>> = { ok: '✓', warning: '!', failed: '✗' };

// The word carries the meaning; colour and sign alone exclude some readers.
const WORDS: Translated<Readonly<Record<Mark, string>>> = {
  de: {
    ...{ ok: 'ok', warning: 'Achtung', failed: 'Fehler' },
    ...{ nothing: 'nichts', skipped: 'ausgelassen', later: 'später' },
  },
  en: {
    ...{ ok: 'ok', warning: 'warning', failed: 'failed' },
    ...{ nothing: 'nothing', skipped: 'skipped', later: 'later' },
  },
};

/** The words and the numbers of a step in a language. */
export function stepText(language: Language, line: StepLine): string {
  const { mark, name, text, ms, details = [], remedy = [] } = line;
  const width = Math.max(...Object.values(WORDS[language]).map(({ length }) => length));
  const head = `${SIGNS[mark] ?? '-'} ${WORDS[language][mark].padEnd(width)}  `;
  const time = ms === undefined ? '' : ` (${durationText(ms, language === 'de' ? ',' : '.')})`;
  const below = [...details, ...remedy.map(behindArrow)].map((each) => `${' '.repeat(head.length)}${each}`);
  return [`${head}${name}: ${text}${time}`, ...below].join('\n');
}

/** A remedy as every command shows it. */
export const behindArrow = (remedy: string): string => `→ ${remedy}`;

const SECOND_MS = 1000;
const MINUTE_S = 60;

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

  /** How long it still waits, in ms. */
  left(ms: number): void {
    const seconds = Math.max(0, Math.ceil(ms / SECOND_MS));
    const rest = String(seconds % MINUTE_S).padStart(2, '0');
    this.line.show(`${this.doing} … ${Math.floor(seconds / MINUTE_S)}:${rest}`);
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

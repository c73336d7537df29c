// The output of an attempt: held back until it changes this machine, since most attempts find only known facts.
import type { Terminal } from '../../terminal/terminal.js';

export class HeldOutput {
  /** In the order of writing. */
  private held: { readonly to: 'out' | 'error'; readonly text: string }[] | undefined = [];

  /** The terminal for the attempt. */
  readonly writer: Terminal;

  constructor(private readonly terminal: Terminal) {
    this.writer = {
      ...terminal,
      out: (text) => {
        this.write('out', text);
      },
      error: (text) => {
        this.write('error', text);
      },
    };
  }

  /** Prints what was held back; from now on everything at once. */
  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const { to, text } of held) this.terminal[to](text);
  }

  /** The steps that failed, and the last words. */
  get failure(): readonly string[] {
    const held = this.held ?? [];
    const steps = held.filter(({ to, text }) => to === 'out' && text.startsWith('✗'));
    return [...steps, ...held.filter(({ to }) => to === 'error')]
      .flatMap(({ text }) => text.split('\n'))
      .map((line) => line.replace(/^✗ \S+\s+/, '').replace(/^\s*(?:→ )?/, ''))
      .filter((line) => line !== '');
  }

  private write(to: 'out' | 'error', text: string): void {
    if (this.held === undefined) this.terminal[to](text);
    else this.held.push({ to, text });
  }
}

// Standard output as a place to look at: how wide it is, and a text on it that is replaced by the next.
import type { Sheet } from '../status/text.js';

export interface Screen {
  readonly sheet: Sheet;
  /** Shows a text in place of the one before; where that is impossible, below it. */
  show(text: string): void;
  /** Calls `redraw` when the text has to be made anew. */
  begin(redraw: () => void): void;
  /** Leaves the last text, and everything else as it was. */
  end(): void;
  /** Calls back when the reader has closed the stream. */
  onGone(gone: () => void): void;
}

/** For files and pipes, which have no width. */
const WIDTH = 100;
/** Narrower than this nothing can be read anyway. */
const LEAST_WIDTH = 40;

export function screenOf(stdout: NodeJS.WriteStream): Screen {
  // Typed as always there; missing, and undefined, for anything but a terminal.
  return stdout.isTTY ? new TerminalScreen(stdout) : plainScreen(stdout);
}

/** Nothing that was written here can be replaced. */
function plainScreen(stdout: NodeJS.WriteStream): Screen {
  let gap = '';
  return {
    sheet: { width: WIDTH, colour: false },
    show: (text) => {
      stdout.write(`${gap}${text}\n`);
      gap = '\n';
    },
    begin: () => undefined,
    end: () => undefined,
    onGone: (gone) => void stdout.once('error', gone),
  };
}

// ECMA-48 and DEC private modes, as every terminal of the last decades has them.
const CLEAR = '\x1b[2J';
const HOME = '\x1b[H';
const CLEAR_LINE_END = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';
const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';

class TerminalScreen implements Screen {
  private redraw: (() => void) | undefined;

  constructor(private readonly stdout: NodeJS.WriteStream) {}

  get sheet(): Sheet {
    return { width: Math.max(LEAST_WIDTH, this.stdout.columns || WIDTH), colour: this.stdout.hasColors() };
  }

  begin(redraw: () => void): void {
    this.redraw = redraw;
    this.stdout.on('resize', redraw);
    process.on('SIGTSTP', this.onSuspend).on('SIGCONT', this.onContinue);
    this.stdout.write(HIDE_CURSOR + CLEAR);
  }

  /** Written over the one before, so that nothing flickers; what does not fit below is cut off. */
  show(text: string): void {
    const lines = text.split('\n');
    const rows = Math.max(1, (this.stdout.rows || lines.length + 1) - 1);
    const fitting = lines.length <= rows ? lines : [...lines.slice(0, rows - 1), '…'];
    this.stdout.write(HOME + fitting.map((line) => `${line}${CLEAR_LINE_END}\n`).join('') + CLEAR_BELOW);
  }

  end(): void {
    if (this.redraw === undefined) return;
    this.stdout.off('resize', this.redraw);
    process.off('SIGTSTP', this.onSuspend).off('SIGCONT', this.onContinue);
    this.redraw = undefined;
    this.stdout.write(SHOW_CURSOR);
  }

  onGone(gone: () => void): void {
    this.stdout.once('error', gone);
  }

  /** Ctrl-Z: the shell needs its cursor. */
  private readonly onSuspend = (): void => {
    this.stdout.write(SHOW_CURSOR);
    process.kill(process.pid, 'SIGSTOP');
  };

  /** Then fg: the shell has written over it. */
  private readonly onContinue = (): void => {
    this.stdout.write(HIDE_CURSOR + CLEAR);
    this.redraw?.();
  };
}

// Shows how far the run is: a bar on a terminal, otherwise a plain line for each kind of step. The only file that knows ora.
import ora from 'ora';

export interface Progress {
  step(title: string): void;
  end(): void;
}

const WIDTH = 30;
/** Drawing costs time on the processors that are being measured, so the line is drawn rarely. */
const DRAW_EVERY_MS = 500;

export function bar(done: number, total: number): string {
  const filled = Math.floor((done / total) * WIDTH);
  const percent = `${Math.floor((done / total) * 100)} %`;
  return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${percent.padStart(5)}`;
}

function onTerminal(total: number): Progress {
  let done = 0;
  const spinner = ora({
    spinner: { interval: DRAW_EVERY_MS, frames: [''] },
    stream: process.stderr,
    // Ctrl-C stays what it is.
    discardStdin: false,
  });
  return {
    step: (title) => {
      spinner.text = `${bar(done, total)}  ${title}`;
      spinner.start();
      done += 1;
    },
    end: () => {
      spinner.stop();
    },
  };
}

function asLines(total: number): Progress {
  let done = 0;
  let last = '';
  return {
    step: (title) => {
      const kind = title.replace(/, round .*/, '');
      if (kind !== last) console.error(`${Math.floor((done / total) * 100)} % ${kind}`);
      last = kind;
      done += 1;
    },
    end: () => undefined,
  };
}

export function progressOf(total: number): Progress {
  // A terminal that does not know its width cannot be drawn on.
  const { isTTY, columns } = process.stderr;
  return isTTY && columns > 0 ? onTerminal(total) : asLines(total);
}

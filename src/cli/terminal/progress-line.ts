// A line on a terminal that says what is going on and is rewritten in place. Elsewhere there is none.
import ora from 'ora';

export interface ProgressLine {
  /** Shows the text in place of what the line showed. */
  show(text: string): void;
  /** Takes the line away; what is written next stands where it was. */
  hide(): void;
}

const NONE: ProgressLine = { show: () => undefined, hide: () => undefined };

/** On standard error, so that what is printed can be piped elsewhere. */
export function progressLine(stream: NodeJS.WriteStream): ProgressLine {
  // A terminal that does not know its width cannot be drawn on.
  if (!stream.isTTY || !(stream.columns > 0)) return NONE;
  // Ctrl-C stays what it is.
  const spinner = ora({ stream, discardStdin: false });
  return {
    show: (text) => {
      spinner.text = text;
      if (!spinner.isSpinning) spinner.start();
    },
    hide: () => {
      spinner.stop();
    },
  };
}

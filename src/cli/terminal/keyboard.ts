// The keyboard: Enter while something else goes on, or a line as an answer.
import { createInterface } from 'node:readline';
import { fold } from './fold.js';

/** Calls `then` at Enter, until the function returned is called. Standard input is read only that long: nothing else may be kept waiting by it. */
export function onEnter(then: () => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => undefined;
  stdin.once('data', then).resume();
  return () => {
    stdin.off('data', then).pause();
  };
}

/**
 * A line from standard input; empty at its end. Rejects with the reason of `signal`, which Ctrl-C reaches as the signal
 * of the terminal that it is elsewhere.
 */
export async function askLine(question: string, signal: AbortSignal): Promise<string> {
  const { stdin: input, stdout: output } = process;
  const reader = createInterface({ input, output, signal });
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  // A terminal that does not know its size has 0 columns.
  reader.setPrompt(`${fold(question.trimEnd(), (output.isTTY && output.columns) || undefined)} `);
  reader.prompt();
  try {
    const line: IteratorResult<string, undefined> = await reader[Symbol.asyncIterator]().next();
    signal.throwIfAborted();
    return line.value ?? '';
  } finally {
    reader.close();
  }
}

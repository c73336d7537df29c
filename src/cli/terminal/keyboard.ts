// The keyboard: Enter while something else goes on, or a line as an answer.
import { createInterface } from 'node:readline';

/** Calls `then` at Enter, until the function returned is called. Standard input is read only that long: nothing else may be kept waiting by it. */
export function onEnter(then: () => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => undefined;
  stdin.once('data', then).resume();
  return () => {
    stdin.off('data', then).pause();
  };
}

/** A line from standard input; empty at its end, or when `signal` ends it. Ctrl-C is the signal that it is elsewhere. */
export async function askLine(question: string, signal: AbortSignal): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stdout, signal });
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  reader.setPrompt(question);
  reader.prompt();
  try {
    const line: IteratorResult<string, undefined> = await reader[Symbol.asyncIterator]().next();
    return line.value ?? '';
  } finally {
    reader.close();
  }
}

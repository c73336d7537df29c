// What a person types: Enter while something else goes on, or a line as an answer.
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

/** A line from standard input; empty at its end, or when `signal` ends it. */
export function askLine(question: string, signal: AbortSignal): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    const onAbort = (): void => {
      reader.close();
    };
    // Ctrl-C at the question comes as this event.
    reader.on('SIGINT', onAbort).on('close', () => {
      signal.removeEventListener('abort', onAbort);
      resolve('');
    });
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else
      reader.question(question, (answer) => {
        resolve(answer);
        reader.close();
      });
  });
}

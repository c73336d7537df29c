// The process side of a load process: answers the harness's calls one by one, and ends with it.
import type { Call, Calls, Reply } from './messages.js';

export function answerCalls(calls: Partial<Calls>): void {
  process.on('message', ({ name, args }: Call) => {
    void answer(calls[name], args).then((reply) => process.send?.(reply));
  });
  process.on('disconnect', () => process.exit());
}

async function answer(call: Calls[keyof Calls] | undefined, args: readonly unknown[]): Promise<Reply> {
  try {
    if (call === undefined) throw new Error('this process has no such call');
    // LoadProcess.call() has checked the arguments' types.
    const untyped = call as (...args: readonly unknown[]) => Promise<unknown>;
    return { answer: (await untyped(...args)) ?? null };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

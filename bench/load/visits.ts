// New connections: connect, one request, its answer, close; several at a time, for a while.
import { performance } from 'node:perf_hooks';
import { Conversation, askOnce } from './conversation.js';
import type { Visits } from './calls.js';

const AT_ONCE = 16;

export async function visit(port: number, ms: number): Promise<Visits> {
  const began = performance.now();
  let count = 0;
  const visitor = async (): Promise<void> => {
    while (performance.now() - began < ms) {
      const conversation = new Conversation(port);
      await askOnce(conversation);
      await conversation.end();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, visitor));
  return { count, seconds: (performance.now() - began) / 1000 };
}

// New connections: connect, one request, its answer, close; several at a time, for a while.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Conversation, askOnce } from './conversation.js';
import type { Visits } from './calls.js';

const AT_ONCE = 16;

/** @param perSecond at most; by default as many as there can be */
export async function visit(port: number, ms: number, perSecond = Infinity): Promise<Visits> {
  const began = performance.now();
  let count = 0;
  const visitor = async (_: unknown, index: number): Promise<void> => {
    for (let nth = 0; performance.now() - began < ms; nth += 1) {
      const due = began + ((nth * AT_ONCE + index) * 1000) / perSecond;
      if (due > performance.now()) await sleep(due - performance.now());
      const conversation = new Conversation(port);
      await askOnce(conversation);
      await conversation.end();
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, visitor));
  return { count, seconds: (performance.now() - began) / 1000 };
}

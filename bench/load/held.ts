// The connections that a load process holds open: idle ones, those that converse, and those that do not read.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { quantile } from '../statistics.js';
import { Conversation, askOnce } from './conversation.js';
import type { Exchanges } from './calls.js';
import { SEND } from './protocol.js';

/** So many connect at the same time; more would only wait in a backlog, and some overflow theirs. */
const AT_ONCE = 32;
const MICRO = 1000;

const conversations: Conversation[] = [];
const stalled: Socket[] = [];

/** Opens connections, each with one request and its answer: a real idle connection has carried something, too. */
export async function hold(port: number, count: number): Promise<void> {
  let left = count;
  const openSome = async (): Promise<void> => {
    while (left-- > 0) {
      const conversation = new Conversation(port);
      conversations.push(conversation);
      await askOnce(conversation);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, openSome));
}

/** Opens connections on which the target sends without end, and does not read them. */
export async function stall(port: number, count: number): Promise<void> {
  for (let opened = 0; opened < count; opened += 1) {
    const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
    stalled.push(socket);
    await once(socket, 'connect');
    socket.pause().write(Buffer.of(SEND));
  }
}

/** All held connections ask as fast as they are answered, for `ms`, and end with an answer each. */
export async function converse(ms: number): Promise<Exchanges> {
  const began = performance.now();
  const latencies: number[] = [];
  await Promise.all(conversations.map((each) => repeat(each, began + ms, latencies)));
  const seconds = (performance.now() - began) / 1000;
  const sorted = Float64Array.from(latencies).sort();
  const [median, p99] = [quantile(sorted, 0.5) * MICRO, quantile(sorted, 0.99) * MICRO];
  return { count: sorted.length, seconds, median, p99 };
}

// Callbacks, not promises: at tens of thousands a second the load must cost as little as it can.
function repeat(conversation: Conversation, until: number, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = performance.now();
    const next = (failure?: Error): void => {
      const now = performance.now();
      if (failure !== undefined) {
        reject(failure);
        return;
      }
      latencies.push(now - asked);
      asked = now;
      if (now < until) conversation.ask(next);
      else resolve();
    };
    conversation.ask(next);
  });
}

/** Closes what is held. After a failure some may not answer any more, so they are not waited for. */
export async function release(): Promise<void> {
  for (const socket of stalled.splice(0)) socket.resetAndDestroy();
  const all = conversations.splice(0);
  const patience = setTimeout(() => {
    for (const each of all) each.destroy();
  }, 1000);
  await Promise.allSettled(all.map((each) => each.end()));
  clearTimeout(patience);
}

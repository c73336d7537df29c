// The harness side of a load process: makes calls, one at a time, and waits for the answers.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { hasEnded, startLoad, stop } from './children.js';
import type { Calls, Reply } from './load/messages.js';

/** Beyond a call's own time; then whatever it waits for will not come any more. */
const PATIENCE_MS = 15_000;

export class LoadProcess {
  private readonly child: ChildProcess;

  constructor(program: 'client' | 'target') {
    this.child = startLoad(program);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async call<Name extends keyof Calls>(
    name: Name,
    ...args: Parameters<Calls[Name]>
  ): Promise<Awaited<ReturnType<Calls[Name]>>> {
    if (hasEnded(this.child)) throw new Error('a load process has ended by itself');
    const reply = once(this.child, 'message', { signal: AbortSignal.timeout(PATIENCE_MS) });
    this.child.send({ name, args });
    const [message] = (await reply.catch(() => {
      throw new Error(`no end of "${name}" within ${PATIENCE_MS / 1000} s`);
    })) as [Reply];
    if ('failure' in message) throw new Error(message.failure);
    return message.answer as Awaited<ReturnType<Calls[Name]>>;
  }

  async end(): Promise<void> {
    await stop(this.child);
  }
}

// A process that a trial or the benchmark starts for one task, so that each has an event loop of its own.
import { fork, type ChildProcess, type Serializable } from 'node:child_process';
import { once } from 'node:events';

/** The calls that a helper process answers. */
export type HelperCalls<Calls> = { readonly [Name in keyof Calls]: (...args: never[]) => Promise<unknown> };

type Message = { readonly value: unknown } | { readonly failure: string } | { readonly news: unknown };

/** Makes one call at a time. */
export class HelperProcess<Calls extends HelperCalls<Calls>> {
  private readonly child: ChildProcess;

  /**
   * @param program a compiled file that calls answerCalls()
   * @param patienceMs how long a call may take
   * @param onNews called with what tellNews() sends
   */
  constructor(
    program: URL,
    private readonly patienceMs: number,
    onNews: (news: never) => void = () => undefined,
  ) {
    // A process group of its own: Ctrl-C ends only the parent, and the closed channel then ends the helper.
    this.child = fork(program, { detached: true });
    this.child.on('message', (message: Message) => {
      if ('news' in message) onNews(message.news as never);
      else this.child.emit('answer', message);
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** @throws the error of the call; Error if the process ends meanwhile or takes too long */
  async call<Name extends keyof Calls & string>(
    name: Name,
    ...args: Parameters<Calls[Name]>
  ): Promise<Awaited<ReturnType<Calls[Name]>>> {
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, AbortSignal.timeout(this.patienceMs)]);
    const failed = (why: string) => (): never => {
      throw new Error(`"${name}" of a helper process: ${why}`);
    };
    try {
      const answered = once(this.child, 'answer', { signal }).catch(failed('no end'));
      if (!this.hasEnded) this.child.send({ name, args });
      const ended = this.hasEnded ? Promise.resolve() : once(this.child, 'exit', { signal: over.signal });
      const [message] = (await Promise.race([answered, ended.then(failed('the process has ended'))])) as [
        Exclude<Message, { news: unknown }>,
      ];
      if ('failure' in message) throw new Error(message.failure);
      return message.value as Awaited<ReturnType<Calls[Name]>>;
    } finally {
      over.abort();
    }
  }

  async end(): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

/** The helper's side: answers calls until the parent ends. */
export function answerCalls<Calls extends HelperCalls<Calls>>(calls: Calls): void {
  process.on('message', ({ name, args }: { name: keyof Calls; args: never[] }) => {
    void Promise.resolve()
      .then(() => calls[name](...args))
      .then(
        (value) => process.send?.({ value }),
        (error: unknown) =>
          process.send?.({ failure: error instanceof Error ? error.message : String(error) }),
      );
  });
  process.on('disconnect', () => process.exit());
}

/** The helper's side: sends something that is no answer. */
export function tellNews(news: Serializable): void {
  process.send?.({ news });
}

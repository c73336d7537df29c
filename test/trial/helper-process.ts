// A process of the trial's own, so that its CPU time disturbs nobody else's event loop: both sides of the channel to it.
import { fork, type ChildProcess, type Serializable } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What comes from the process: the answer to a command, or something nobody asked for. */
type Message<Answer, News> = { readonly answer: Answer } | { readonly news: News };

/** Answers one command at a time. */
export class HelperProcess<Command extends Serializable, Answer, News = never> {
  private readonly child: ChildProcess;
  private onAnswer: (answer: Answer) => void = () => undefined;

  /** @param program a compiled file in this folder */
  constructor(program: string, news: (news: News) => void = () => undefined) {
    this.child = fork(fileURLToPath(new URL(program, import.meta.url)));
    this.child.on('message', (message: Message<Answer, News>) => {
      if ('news' in message) news(message.news);
      else this.onAnswer(message.answer);
    });
  }

  async ask(command: Command): Promise<Answer> {
    const ended = new AbortController();
    try {
      return await Promise.race([
        new Promise<Answer>((resolve) => {
          this.onAnswer = resolve;
          this.child.send(command);
        }),
        once(this.child, 'exit', { signal: ended.signal }).then(() => {
          throw new Error('a process of the trial has ended by itself');
        }),
      ]);
    } finally {
      ended.abort();
    }
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}

/** To be called in the process: answers the commands of its HelperProcess until the trial ends. */
export function answerCommands(answer: (command: never) => Promise<unknown>): void {
  process.on('message', (command) => {
    void answer(command as never).then((value) => process.send?.({ answer: value }));
  });
  process.on('disconnect', () => process.exit());
}

/** To be called in the process. */
export function tellNews(news: Serializable): void {
  process.send?.({ news });
}

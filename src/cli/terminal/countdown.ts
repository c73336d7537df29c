// Tells each second how long a wait still lasts.

const SECOND_MS = 1000;

export class Countdown {
  private timer: NodeJS.Timeout | undefined;
  private endsAt = Infinity;

  constructor(private readonly tell: (leftMs: number) => void) {}

  /** Tells at once. A later call only shortens the wait. */
  start(ms: number): void {
    this.endsAt = Math.min(this.endsAt, performance.now() + ms);
    this.timer ??= setInterval(this.now, SECOND_MS);
    this.now();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.endsAt = Infinity;
  }

  private readonly now = (): void => {
    this.tell(Math.max(0, this.endsAt - performance.now()));
  };
}

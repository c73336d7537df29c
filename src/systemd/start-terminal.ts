// The terminal that this process was started on, if it was, and whether it is still there.
import { isatty } from 'node:tty';

const STANDARD_DESCRIPTORS = [0, 1, 2];

/** To be constructed early: at first there is a terminal, or there was none. */
export class StartTerminal {
  private readonly descriptors = STANDARD_DESCRIPTORS.filter(isatty);

  /**
   * The window was closed or the line was lost: the kernel has then hung up every descriptor of the terminal, and does
   * so before it sends SIGHUP. Always false for a service, or behind nohup(1), which has no terminal among its own.
   */
  get isGone(): boolean {
    return this.descriptors.length > 0 && !this.descriptors.some(isatty);
  }
}

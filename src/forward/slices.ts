// Divides long work into slices, between which connections are served.
import { setImmediate } from 'node:timers/promises';

/** How long a slice may take, in ms. */
const SLICE_MS = 4;

export class Slices {
  private began = performance.now();

  /** To be awaited between two parts of the work. */
  async pause(): Promise<void> {
    if (performance.now() - this.began < SLICE_MS) return;
    await setImmediate();
    this.began = performance.now();
  }

  async forEach<T>(all: Iterable<T>, work: (each: T) => void): Promise<void> {
    for (const each of all) {
      work(each);
      await this.pause();
    }
  }

  async map<T, R>(all: readonly T[], work: (each: T) => R): Promise<R[]> {
    const results: R[] = [];
    await this.forEach(all, (each) => results.push(work(each)));
    return results;
  }
}

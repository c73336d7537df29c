// The time of the service, seen from a browser whose clock may be another one.

/** By how much the answers' way here may make the two clocks seem to differ, in ms; shown times must not tremble. */
const TREMBLE_MS = 2000;

export class ServiceClock {
  /** The service's time and ours at the newest answer, in ms. */
  #theirs = 0;
  #ours = 0;
  /** @type {number | undefined} what to add to a time of theirs to get one by this browser's clock, in ms */
  #offset;

  /**
   * @param {() => number} elapsed ms by a clock that is never set
   * @param {() => number} wall ms since 1970 by this browser's clock
   */
  constructor(elapsed = () => performance.now(), wall = () => Date.now()) {
    this.elapsed = elapsed;
    this.wall = wall;
  }

  /** @param {string} now what the service said its time is, just now */
  answered(now) {
    this.#theirs = Date.parse(now);
    this.#ours = this.elapsed();
    const offset = this.wall() - this.#theirs;
    if (this.#offset === undefined || Math.abs(offset - this.#offset) > TREMBLE_MS) this.#offset = offset;
  }

  /**
   * How long ago that was, in ms; never less than 0.
   *
   * @param {string} time of the service
   */
  age(time) {
    const now = this.#theirs + (this.elapsed() - this.#ours);
    return Math.max(0, now - Date.parse(time));
  }

  /**
   * The same moment by this browser's clock.
   *
   * @param {string} time of the service
   */
  local(time) {
    return new Date(Date.parse(time) + (this.#offset ?? 0));
  }
}

// Asks for /status again and again while the page is visible, and notices when there is no answer.
/** @import { Status } from '../status/schema.js' */

/** From one question to the next, in ms. */
export const INTERVAL_MS = 2000;
/** How long an answer may take, in ms. */
export const TIMEOUT_MS = 4000;
/** Without an answer for that long contact counts as lost, even if one may still come, in ms. */
export const PATIENCE_MS = 4500;
/** When told that there are too many questions, each pause is twice the one before, up to this one, in ms. */
export const SLOWEST_MS = 30_000;

const TOO_MANY_REQUESTS = 429;

/**
 * @typedef {object} Listener
 * @property {(status: Status) => void} answered
 * @property {() => void} lost may come again and again
 * @property {() => void} slowed it answers, but wants to be asked less often
 */

export class Poll {
  #interval = INTERVAL_MS;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #next;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #patience;
  /** Of the question that is out; undefined if none is. @type {AbortController | undefined} */
  #asking;

  /**
   * @param {string} url
   * @param {Listener} listener
   * @param {typeof globalThis.fetch} [fetch]
   */
  constructor(url, listener, fetch = (...args) => globalThis.fetch(...args)) {
    this.url = url;
    this.listener = listener;
    this.fetch = fetch;
  }

  /** Asks at once, and then regularly; if it does so already, nothing changes. */
  start() {
    if (this.#patience !== undefined) return;
    this.#interval = INTERVAL_MS;
    this.#wait();
    void this.#ask();
  }

  /** Nothing is asked any more, and no answer is reported. */
  stop() {
    clearTimeout(this.#next);
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#asking?.abort();
    this.#asking = undefined;
  }

  #wait() {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(this.listener.lost, this.#interval - INTERVAL_MS + PATIENCE_MS);
  }

  async #ask() {
    const asking = new AbortController();
    this.#asking = asking;
    const began = performance.now();
    const timeout = setTimeout(() => {
      asking.abort();
    }, TIMEOUT_MS);
    const answer = await this.#answer(asking.signal).catch(() => undefined);
    clearTimeout(timeout);
    if (this.#asking !== asking) return;
    this.#asking = undefined;
    this.#report(answer);
    const left = this.#interval - (performance.now() - began);
    this.#next = setTimeout(() => void this.#ask(), Math.max(0, left));
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<Status | 'slower' | undefined>} undefined: not the service's answer
   */
  async #answer(signal) {
    const response = await this.fetch(this.url, { signal, cache: 'no-store' });
    if (response.status === TOO_MANY_REQUESTS) return 'slower';
    return response.status === 200 ? /** @type {Promise<Status>} */ (response.json()) : undefined;
  }

  /** @param {Status | 'slower' | undefined} answer */
  #report(answer) {
    const { answered, lost, slowed } = this.listener;
    if (answer === undefined) {
      lost();
      return;
    }
    this.#interval = answer === 'slower' ? Math.min(2 * this.#interval, SLOWEST_MS) : INTERVAL_MS;
    this.#wait();
    if (answer === 'slower') slowed();
    else answered(answer);
  }
}

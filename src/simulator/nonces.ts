// The nonces that were handed out, and how far each has been counted (RFC 7616 §3.3 and §3.4, `nc`).
import { randomBytes } from 'node:crypto';

/** How long a nonce may be used, ms. Longer than the usual poll interval, so that a poll costs one round trip. */
export const NONCE_LIFETIME = 10 * 60 * 1000;
/** So many nonces are known at a time; the oldest goes first. Bounds the memory a flood of requests can take. */
export const MAX_NONCES = 1000;

export interface Nonces {
  /** A new nonce, valid from `now` (epoch ms). */
  issue(now: number): string;
  /** Counts one use. False if the nonce is unknown or expired, or `count` is not above every earlier one: a replay. */
  use(nonce: string, count: number, now: number): boolean;
}

export function createNonces(): Nonces {
  const known = new Map<string, { readonly expires: number; highest: number }>();

  function forgetOldest(): void {
    const [oldest] = known.keys();
    if (oldest !== undefined) known.delete(oldest);
  }

  return {
    issue(now) {
      if (known.size >= MAX_NONCES) forgetOldest();
      const nonce = randomBytes(16).toString('hex');
      known.set(nonce, { expires: now + NONCE_LIFETIME, highest: 0 });
      return nonce;
    },
    use(nonce, count, now) {
      const entry = known.get(nonce);
      if (entry === undefined || now >= entry.expires || count <= entry.highest) return false;
      entry.highest = count;
      return true;
    },
  };
}

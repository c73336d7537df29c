// The issued nonces with their highest counts (RFC 7616 §3.3 and §3.4, `nc`).
import { randomBytes } from 'node:crypto';

/** Most nonces at a time; the oldest goes first. The limit bounds the memory under a flood of requests. */
export const MAX_NONCES = 1000;

export class Nonces {
  private readonly known = new Map<string, { readonly expires: number; highest: number }>();

  /** @param lifetime in ms */
  constructor(private readonly lifetime: number) {}

  /** A new nonce, valid from `now` (epoch ms). */
  issue(now: number): string {
    const [oldest = ''] = this.known.keys();
    if (this.known.size >= MAX_NONCES) this.known.delete(oldest);
    const nonce = randomBytes(16).toString('hex');
    this.known.set(nonce, { expires: now + this.lifetime, highest: 0 });
    return nonce;
  }

  /**
   * Counts one use. False for an unknown or expired nonce, and for a replay, whose `count` is not above all earlier
   * ones. With `same`, it may also be the highest one.
   */
  use(nonce: string, count: number, now: number, least: 'above' | 'same' = 'above'): boolean {
    const entry = this.known.get(nonce);
    if (entry === undefined || now >= entry.expires || count < 1) return false;
    if (least === 'same' ? count < entry.highest : count <= entry.highest) return false;
    entry.highest = count;
    return true;
  }
}

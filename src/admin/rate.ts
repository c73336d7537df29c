// How often each client may ask: token buckets in a table of fixed size, which no flood can fill or empty.
import { createHash, randomBytes } from 'node:crypto';
import { isLoopback } from '../config/ip-literal.js';

/** Requests of one client. An answer takes about a millisecond, so that a client gets 5 % of a processor at most. */
const PER_SECOND = 50;
const BURST = 200;
/**
 * Each address has one of these, some share one. A device with ever new addresses would have to send 200,000 requests a
 * second to leave nothing for others. A table by address would grow with them, or forget the others.
 */
const BUCKETS = 4096;
/** Behind the others. */
const LOOPBACK = BUCKETS;

export class RateLimit {
  private readonly tokens = new Float64Array(BUCKETS + 1).fill(BURST);
  private readonly filledAt = new Float64Array(BUCKETS + 1).fill(performance.now());
  /** Without it an address could be chosen that shares the bucket of a certain other one. */
  private readonly seed = randomBytes(16);

  /** Whether the client, an address without zone, may ask now; if so, that is counted. */
  take(client: string, cost: number): boolean {
    const bucket = isLoopback(client) ? LOOPBACK : this.bucketOf(client);
    const now = performance.now();
    const refill = ((now - (this.filledAt[bucket] ?? now)) / 1000) * PER_SECOND;
    const tokens = Math.min(BURST, (this.tokens[bucket] ?? BURST) + refill);
    const isWithin = tokens >= cost;
    this.filledAt[bucket] = now;
    this.tokens[bucket] = isWithin ? tokens - cost : tokens;
    return isWithin;
  }

  private bucketOf(client: string): number {
    return createHash('sha1').update(this.seed).update(client).digest().readUInt16BE(0) % BUCKETS;
  }
}

// A connection as those see it that hand out what there is only so much of: places here, and slots at the target.
import type { Outcome } from '../outcome.js';

/** Times are those of performance.now(). */
export interface Occupant {
  /** Since when no byte has moved. */
  readonly quietSince: number;
  /** The same, if the target has answered and its bytes have been passed on; otherwise undefined. */
  readonly restingSince: number | undefined;
  /** When a long rest last ended; undefined if none has. */
  readonly resumedAt: number | undefined;
  /** Whether the client has ever sent a byte. */
  readonly hasAsked: boolean;
  /** Whether the target has ever answered; the first message of a TLS handshake is not enough. */
  readonly wasAnswered: boolean;
  /** Ends it to make room for another: with FIN both ways if it rests, like a server that closes an idle connection. */
  giveWay(outcome: Outcome, code?: string): void;
}

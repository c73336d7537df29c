// The record of a connection, for the log and the statistics.
import type { TurnHolder } from './admit/turns.js';
import type { Outcome } from './outcome.js';

/** Gets the record of every connection, when its sockets are closed. */
export type RecordSink = (record: ConnectionRecord) => void;

/** One ended connection; times in ms, sizes in bytes. */
export interface ConnectionRecord {
  readonly id: number;
  readonly forward: string;
  /** `address:port` or `[v6]:port`, as are `local`, `peer` and `target`; as announced by a PROXY header if one was. */
  readonly client: string;
  /** The other end of the socket, if a PROXY header announced another client. */
  readonly peer: string | undefined;
  /** The address the client connected to. */
  readonly local: string;
  /** The target as configured. */
  readonly target: string;
  /** Waiting for its turn; 0 if it had not to. */
  readonly queueMs: number;
  /** From the start of the dial, with its name look-up, until the target accepted; undefined if it did not. */
  readonly connectMs: number | undefined;
  /** From the target's accept to its first byte; undefined if none came. */
  readonly firstByteMs: number | undefined;
  /** From the target's last byte until the end; undefined if none came. */
  readonly silentMs: number | undefined;
  /** From accept until both sides were closed. */
  readonly durationMs: number;
  /**
   * Bytes that reached the other side's kernel. Over net.Socket they are up to one piece (512 KiB) too low where that
   * side was reset by us.
   */
  readonly bytesToTarget: number;
  readonly bytesToClient: number;
  /** Which of the two is an upper bound: that side cut the connection, and its last ACK is gone with the socket. */
  readonly atMost: readonly ('bytesToTarget' | 'bytesToClient')[];
  readonly outcome: Outcome;
  /** Live connections of the whole process after this one. */
  readonly active: number;
  /** How long, at the end, the client had waited in vain behind a request; 0 if it had not. */
  readonly unansweredMs: number;
  /** The client's bytes behind the target's last ones, when the first side ended. */
  readonly unansweredBytes: number;
  /** The cause of the outcome, if known: an errno name, or the option that set the limit. */
  readonly code: string | undefined;
  /** The client that had the turn instead, where this one did not get it. */
  readonly holder: TurnHolder | undefined;
}

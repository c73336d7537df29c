// Why a connection ended: the closed list of outcomes, and the one table from errno to outcome.
import { isOpensslCode, NO_CLOSE_NOTIFY, OTHER_CERTIFICATE } from './wire/tls-codes.js';

/** Every outcome there is. Log, metrics, status page and tests use these words and no others. */
export const OUTCOMES = [
  'client-closed',
  'target-closed',
  'client-reset',
  'target-reset',
  'idle-timeout',
  'half-close-timeout',
  'target-refused',
  'target-timeout',
  'target-unreachable',
  'target-tls-failed',
  'target-certificate-changed',
  'denied',
  'over-limit',
  'queue-timeout',
  'queue-full',
  'client-gone',
  'turn-ended',
  'proxy-header-missing',
  'proxy-header-invalid',
  'proxy-header-timeout',
  'shutdown',
  'internal-error',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** The two ends of a connection. */
export type Side = 'client' | 'target';

const DIAL_OUTCOMES: Readonly<Record<string, Outcome>> = {
  ECONNREFUSED: 'target-refused',
  ECONNRESET: 'target-reset', // accepted and reset before we had heard of the accept
  ETIMEDOUT: 'target-timeout',
  EHOSTUNREACH: 'target-unreachable',
  EHOSTDOWN: 'target-unreachable',
  ENETUNREACH: 'target-unreachable',
  ENETDOWN: 'target-unreachable',
  ENODEV: 'target-unreachable', // the interface of a zone or of --source has gone, or its address
  ELOOP: 'target-unreachable', // it leads back to smgw-proxy itself
  EXDEV: 'target-unreachable', // its way is another one than that of --source
  ENOTUNIQ: 'target-unreachable', // the way to one of several with this address
  ENOSYS: 'target-unreachable', // its way cannot be asked for
  EINVAL: 'target-unreachable',
  ENXIO: 'target-unreachable',
  ENOTFOUND: 'target-unreachable',
  EAI_AGAIN: 'target-unreachable',
  EAI_FAIL: 'target-unreachable',
};

/**
 * The outcome of a failed dial. Any other errno is our own trouble: no descriptors, no local ports, no memory, a local
 * packet filter. It must never be taken for "the target is down".
 */
export function dialOutcome(code: string): Outcome {
  return DIAL_OUTCOMES[code] ?? 'internal-error';
}

/** The outcome of a failed TLS handshake with the target, after it has accepted the connection. */
export function handshakeOutcome(code: string): Outcome {
  if (code === OTHER_CERTIFICATE) return 'target-certificate-changed';
  return LINK_LOST.has(code) ? 'target-unreachable' : 'target-tls-failed';
}

const DOWN: ReadonlySet<Outcome> = new Set<Outcome>([
  'target-refused',
  'target-timeout',
  'target-unreachable',
  'target-tls-failed',
  'target-certificate-changed',
]);

/** Whether a dial with this outcome says that no client can be served from this machine at all. */
export function meansDown(outcome: Outcome): boolean {
  return DOWN.has(outcome);
}

const LINK_LOST = new Set(['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN']);
const PEER_CUT = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNABORTED',
  'ENOTCONN',
  // The answer may be cut off, which a FIN would hide.
  NO_CLOSE_NOTIFY,
]);

/** The outcome of an error on an established socket of `side`. A peer that vanished without a word has cut it, too. */
export function socketOutcome(side: Side, code: string): Outcome {
  if (side === 'target' && LINK_LOST.has(code)) return 'target-unreachable';
  if (side === 'target' && isOpensslCode(code)) return 'target-tls-failed';
  if (PEER_CUT.has(code) || LINK_LOST.has(code)) return `${side}-reset`;
  return 'internal-error';
}

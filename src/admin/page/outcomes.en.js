// Why a connection ended, and hints about it, in English; outcomes.de.js has the same shape.
/** @import { Outcome } from '../../forward/outcome.js' */

/** @type {Readonly<Record<Outcome, string>>} */
export const outcomes = {
  'client-closed': 'the client closed the connection',
  'target-closed': 'the gateway closed the connection',
  'client-reset': 'the client cut the connection (reset)',
  'target-reset': 'the gateway cut the connection (reset)',
  'idle-timeout': 'nothing was sent for too long',
  'half-close-timeout': 'one side had finished and the other was silent for too long',
  'target-refused': 'the gateway refused the connection',
  'target-timeout': 'the gateway did not accept the connection in time',
  'target-unreachable': 'the gateway could not be reached',
  'target-tls-failed': 'TLS with the gateway failed',
  'target-certificate-changed': 'the gateway showed another certificate than the pinned one',
  denied: 'the client may not connect',
  'over-limit': 'there were too many connections',
  'queue-timeout': 'the client waited too long for its turn',
  'queue-full': 'too many clients were waiting for their turn',
  'client-gone': 'the client left while it waited for its turn',
  'turn-ended': 'its turn ended: another connection was waiting',
  'proxy-header-missing': 'a PROXY header was expected and something else came',
  'proxy-header-invalid': 'the PROXY header was malformed',
  'proxy-header-timeout': 'the PROXY header did not come in time',
  shutdown: 'smgw-proxy was stopped',
  'internal-error': 'smgw-proxy could not handle the connection',
};

/** Translations of the hints the service gives, which are in English. @type {Readonly<Record<string, string>>} */
export const hints = {};

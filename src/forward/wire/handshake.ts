// The TLS handshake on a connected wire, with the one certificate that is pinned.
import { constants, type X509Certificate } from 'node:crypto';
import { connect, createSecureContext, type SecureContext } from 'node:tls';
import type { TlsIdentity } from '../../config/config.js';
import { errorCode } from '../../error-code.js';
import { Ciphertext } from './ciphertext.js';
import { AS_GATEWAYS } from './gateway-tls.js';
import { HANDSHAKE_CLOSED, OTHER_CERTIFICATE } from './tls-codes.js';
import { TlsWire } from './tls-wire.js';
import type { ConnectEvents, Wire } from './wire.js';

export interface TlsTrust {
  /** SHA-256 of the only certificate that is accepted, upper case, with colons. */
  readonly fingerprint: string;
  /** A name to send (SNI); undefined for an address. */
  readonly serverName: string | undefined;
  /** The client certificate, if there is one. */
  readonly identity: TlsIdentity | undefined;
  /** Told of the certificate after each handshake. */
  readonly accepted: (certificate: X509Certificate) => void;
}

/** Does handshakes on connected wires; events and result as of Dialler.connect(). The wire is its own from the call on. */
export type Handshake = (wire: Wire, events: ConnectEvents) => () => void;

/** @throws if key and certificate do not fit */
export function handshakeWith(trust: TlsTrust): Handshake {
  const secureContext = contextOf(trust.identity);
  return (wire, events) => shakeHands(wire, trust, secureContext, events);
}

/** Made once: it costs more than a handshake. */
export function contextOf(identity: TlsIdentity | undefined): SecureContext {
  return createSecureContext({
    ...AS_GATEWAYS,
    // No authority vouches for a gateway; the list that Node has takes megabytes.
    ca: [],
    cert: identity?.certificate,
    key: identity?.key,
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_TICKET,
  });
}

function shakeHands(
  wire: Wire,
  { fingerprint, serverName, accepted }: TlsTrust,
  secureContext: SecureContext,
  events: ConnectEvents,
): () => void {
  let established: TlsWire | undefined;
  let isOver = false;
  const records = new Ciphertext(wire, () => {
    if (established === undefined) setImmediate(fail, HANDSHAKE_CLOSED);
    else established.onInnerFin();
  });
  wire.owner = { onError: fail, onClose: () => undefined };
  const options = {
    secureContext,
    servername: serverName ?? '',
    rejectUnauthorized: AS_GATEWAYS.rejectUnauthorized,
    // One unread piece stops the reading. The types lack it.
    highWaterMark: 1,
  };
  const tls = connect({ socket: records, ...options });
  tls.on('error', onError);
  // At this moment no byte of a client has been sent, and none of the server's has been read.
  tls.once('secureConnect', () => {
    const certificate = tls.getPeerX509Certificate();
    if (certificate?.fingerprint256 !== fingerprint) {
      fail(OTHER_CERTIFICATE);
      return;
    }
    isOver = true;
    tls.off('error', onError);
    established = new TlsWire(wire, tls);
    accepted(certificate);
    events.onConnect(established);
  });
  return giveUp;

  function onError(error: Error): void {
    fail(errorCode(error));
  }
  function fail(code: string): void {
    if (isOver) return;
    giveUp();
    events.onError(code);
  }
  function giveUp(): void {
    isOver = true;
    // Behind an alert that says why, if there is one.
    wire.reset();
    tls.destroy();
  }
}

// Probes a TCP port for TLS and its certificate. Sends no byte beyond the handshake.
import type { X509Certificate } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import { errorCode } from '../error-code.js';
import { AS_GATEWAYS } from '../forward/wire/gateway-tls.js';

/** Gateways speak TLS 1.2 alone (BSI TR-03116-3 chapter 2.2); a device that does not is another one. */
const ONLY_TLS_1_2 = { ...AS_GATEWAYS, maxVersion: 'TLSv1.2' } as const;

/** Names are text of the other side, unchecked but for their length, see CERTIFICATE_TEXT. */
export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** Subject alternative names, as OpenSSL prints them. */
  readonly names: string;
  /** SHA-256, upper case, with colons. */
  readonly fingerprint: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

export type TlsAnswer =
  | {
      readonly kind: 'certificate';
      readonly certificate: Certificate;
      /** As OpenSSL names it, such as `TLSv1.2`. */
      readonly version: string;
    }
  /** The host answers, and the port is closed. */
  | { readonly kind: 'closed' }
  /** The port accepts, and the TLS 1.2 handshake fails. */
  | { readonly kind: 'no-tls'; readonly code: string }
  /** No route to the host, or no answer in time. */
  | { readonly kind: 'silent'; readonly code: string };

export interface TlsProbe {
  /** An address; link-local ones with their zone. */
  readonly host: string;
  readonly port?: number;
  readonly timeoutMs: number;
  /** Whether TLS 1.3 will do as well: for a target that smgw-proxy itself speaks TLS to. */
  readonly mayBeNewer?: boolean;
  /** An own address to connect from. */
  readonly from?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The time a port has to answer by default, in ms: TCP and TLS handshake together. Gateways are slow computers. */
export const TLS_ANSWER_MS = 5000;
const HTTPS = 443;
/** Most characters kept of a name; a certificate may hold a hundred thousand. */
const CERTIFICATE_TEXT = 1000;

/** Connects, completes the handshake and closes. Never rejects. */
export function probeTls({
  host,
  port = HTTPS,
  timeoutMs,
  mayBeNewer = false,
  from,
  signal,
}: TlsProbe): Promise<TlsAnswer> {
  return new Promise((resolve) => {
    const local = from === undefined ? {} : { localAddress: from };
    const socket = connect({ host, port, ...local, ...(mayBeNewer ? AS_GATEWAYS : ONLY_TLS_1_2) });
    let isConnected = false;
    const end = (answer: TlsAnswer): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(answer);
    };
    const fail = (code: string): void => {
      end(isConnected ? { kind: 'no-tls', code } : failure(code));
    };
    const onAbort = (): void => {
      fail('ABORTED');
    };
    const timer = setTimeout(() => {
      fail('TIMEOUT');
    }, timeoutMs);
    signal?.addEventListener('abort', onAbort);
    socket.on('error', (error: Error) => {
      fail(errorCode(error));
    });
    // Some Node versions report an end before the handshake by 'close' alone, without 'error'.
    socket.once('close', () => {
      fail('CLOSED');
    });
    socket.once('connect', () => (isConnected = true));
    socket.once('secureConnect', () => {
      end(answered(socket));
    });
  });
}

function failure(code: string): TlsAnswer {
  if (code === 'ECONNREFUSED') return { kind: 'closed' };
  // The reset came before the event of the accept.
  return { kind: code === 'ECONNRESET' ? 'no-tls' : 'silent', code };
}

function answered(socket: TLSSocket): TlsAnswer {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return { kind: 'no-tls', code: 'NO_CERTIFICATE' };
  return { kind: 'certificate', certificate: factsOf(certificate), version: socket.getProtocol() ?? '' };
}

function factsOf(certificate: X509Certificate): Certificate {
  const oneLine = (text = ''): string => text.slice(0, CERTIFICATE_TEXT).trim().replaceAll('\n', ', ');
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    names: oneLine(certificate.subjectAltName),
    fingerprint: certificate.fingerprint256,
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
  };
}

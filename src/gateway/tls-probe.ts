// What answers at a TCP port with TLS: its certificate, looked at without sending a byte beyond the handshake.
import type { X509Certificate } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import { errorCode } from '../error-code.js';

/** As gateways have it: TLS 1.2 and the curves of BSI TR-03116-3 chapter 2.2; Node alone offers no brainpool ones. */
const AS_GATEWAYS = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.2',
  ecdhCurve: 'P-256:P-384:brainpoolP256r1:brainpoolP384r1:brainpoolP512r1',
  // Gateways sign their certificates themselves; who they are is for the user to say.
  rejectUnauthorized: false,
} as const;

/** Names are whatever the other side wrote; see CERTIFICATE_TEXT for their length. */
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
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  /** Something is there and nothing listens on the port. */
  | { readonly kind: 'closed' }
  /** Accepted, but no TLS 1.2 came about. */
  | { readonly kind: 'no-tls'; readonly code: string }
  /** No way there, or no answer in time. */
  | { readonly kind: 'silent'; readonly code: string };

export interface TlsProbe {
  /** An address; link-local ones with their zone. */
  readonly host: string;
  readonly port?: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const HTTPS = 443;
/** Characters of a name that are kept: a certificate may hold a hundred thousand. */
const CERTIFICATE_TEXT = 1000;

/** Connects, shakes hands and leaves. Never rejects. */
export function probeTls({ host, port = HTTPS, timeoutMs, signal }: TlsProbe): Promise<TlsAnswer> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, ...AS_GATEWAYS });
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
    // Ended before the handshake: Node tells it as an error in some versions only.
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
  // Accepted and reset before we had heard of the accept.
  return { kind: code === 'ECONNRESET' ? 'no-tls' : 'silent', code };
}

function answered(socket: TLSSocket): TlsAnswer {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return { kind: 'no-tls', code: 'NO_CERTIFICATE' };
  return { kind: 'certificate', certificate: factsOf(certificate) };
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

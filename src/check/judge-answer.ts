// Judges one connection to the gateway: the neighbour, the port and the TLS handshake.
import type { NeighbourState } from '../machine/neighbours.js';
import type { TlsAnswer } from '../gateway/tls-probe.js';
import { finding, type Finding } from './causes.js';

/** The destination of a connection. */
export interface Port {
  readonly address: string;
  readonly port: number;
}

/** With these codes the kernel has asked for the neighbour in vain; with others it has not asked. */
const UNANSWERED: ReadonlySet<string> = new Set(['TIMEOUT', 'ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN']);

export function judgeNeighbour(
  answer: TlsAnswer,
  neighbour: NeighbourState,
  { address }: Port,
  link: string,
): Finding {
  if (neighbour.state === 'answered') return finding('neighbour-answered', { address, mac: neighbour.mac });
  return neighbour.state === 'silent' && answer.kind === 'silent' && UNANSWERED.has(answer.code)
    ? finding('neighbour-silent', { address, link })
    : finding('neighbour-unknown', {});
}

export function judgeTcp(answer: TlsAnswer, at: Port): Finding {
  if (answer.kind === 'closed') return finding('tcp-refused', at);
  if (answer.kind !== 'silent') return finding('tcp-open', at);
  return answer.code === 'TIMEOUT' || answer.code === 'ETIMEDOUT'
    ? finding('tcp-silent', at)
    : finding('tcp-no-way', { ...at, reason: answer.code });
}

/** The codes of a connection that the other side ended without a TLS alert. */
const CUT: ReadonlySet<string> = new Set(['CLOSED', 'ECONNRESET', 'EPIPE']);

/** For open ports only. */
export function judgeTls(answer: TlsAnswer, at: Port): Finding {
  if (answer.kind === 'certificate')
    return finding('tls-fit', { ...at, version: answer.version.replace('TLSv', 'TLS ') });
  const reason = 'code' in answer ? answer.code : 'ECONNREFUSED';
  if (reason.includes('ALERT_PROTOCOL_VERSION')) return finding('tls-too-new', at);
  if (CUT.has(reason)) return finding('tls-cut', { ...at, reason });
  return reason === 'TIMEOUT' ? finding('tls-late', at) : finding('tls-none', { ...at, reason });
}

/** Compares the certificate shown through the service with the gateway's own. */
export function judgeThrough(answer: TlsAnswer, at: Port, fingerprint: string): Finding {
  if (answer.kind === 'closed') return finding('through-refused', at);
  if (answer.kind === 'no-tls') return finding('through-cut', { ...at, reason: answer.code });
  if (answer.kind === 'silent') return finding('through-silent', at);
  const { certificate } = answer;
  return certificate.fingerprint === fingerprint
    ? finding('through-same', at)
    : finding('through-other', { ...at, certificate });
}

/**
 * For a port behind which smgw-proxy itself speaks TLS.
 *
 * @param cut why the connection has failed or ended, if it has
 */
export function judgePlain(cut: string | undefined, at: Port): Finding {
  if (cut === undefined) return finding('through-plain', at);
  if (cut === 'ECONNREFUSED') return finding('through-refused', at);
  return cut === 'ETIMEDOUT' ? finding('through-silent', at) : finding('through-cut', { ...at, reason: cut });
}

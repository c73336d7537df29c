// The shape that the simulated gateways of all makers have in common.
import type { IncomingHttpHeaders } from 'node:http';
import type { CertificatesInHex, GatewayName, KeyPairPem } from './certificates.js';
import type { Login } from './identity.js';
import type { Meter } from './meter.js';

/** One HTTP request. */
export interface GatewayRequest {
  readonly method: string;
  /** The request target of the request line, unchanged. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** The client has a certificate of the gateway's own authority. */
  readonly isCertified: boolean;
  /** Rejects with a Refusal (413) as soon as the body is too long. */
  readonly body: () => Promise<Buffer>;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** How long the real gateway takes for it, in ms; nothing without it. */
  readonly pace?: number;
  /** Without the headers Connection and Keep-Alive, which HTTP/1.1 does not need and Node adds. */
  readonly bare?: boolean;
  /** Runs when the answer has left, or the client. */
  readonly after?: () => void;
}

/** The gateway does with a new TCP connection: its handshake, an RST, or nothing at all. */
type Welcome = 'handshake' | 'reset' | 'silence';

/** IF_GW_CON for Theben, in ms. */
export interface SessionLimits {
  /** The longest silence in a TLS session. */
  readonly silence: number;
  /** The longest TLS session. */
  readonly session: number;
}

/** A gateway in operation. */
export interface SimulatedGateway {
  /** Undefined: no answer, the request hangs. Throws a Refusal for an error status. */
  readonly answer: (request: GatewayRequest) => Promise<GatewayAnswer | undefined>;
  /** @param open the TCP connections before this one that are still open */
  readonly welcome: (open: number) => Welcome;
}

/** A gateway's surroundings. Times in ms. */
export interface GatewaySetting extends Login {
  /** Its own address, which a forwarder's clients do not name. */
  readonly host: string;
  /** Its clock, epoch ms. */
  readonly now: () => number;
  readonly meter: Meter;
  readonly certificates: CertificatesInHex;
  /** Signs the readings. */
  readonly signer: KeyPairPem;
  /** Ends all connections at once, as a restart of the gateway does. */
  readonly cut: () => void;
  readonly knobs: GatewayKnobs;
}

/** Knobs to test the error handling of clients; each maker has its own defaults. Times in ms. */
export interface GatewayKnobs {
  /** Before each answer, in place of the pace of the real gateway. */
  readonly answerDelay?: number;
  /** Most sessions at a time: log-ins (PPC), TLS connections (others). 0 = unlimited. */
  readonly sessionLimit?: number;
  /** How long wrong log-ins lock the gateway; 0 = never. */
  readonly lockOut?: number;
  /** The silence after which a kept connection is closed; 0 = never. */
  readonly dropIdle?: number;
  /** How far the gateway's clock is ahead; negative: behind. */
  readonly wrongClock?: number;
  /** The time from the start until another meter takes the place of the first; 0 = never. */
  readonly meterSwap?: number;
  /** The challenge says SHA-256 although only MD5 works, as firmware of Theben does. */
  readonly claimsSha256?: boolean;
}

/** A maker's kind of gateway. */
export interface GatewayModel extends GatewayName {
  /** The OpenSSL names of curves and suites of its handshake. */
  readonly tls: { readonly curves: string; readonly suites: readonly string[] };
  readonly limits: SessionLimits;
  readonly start: (setting: GatewaySetting) => SimulatedGateway;
}

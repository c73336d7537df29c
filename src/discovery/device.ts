// A device on the gateway's link: as a step of the discovery hears it, and with the verdict of its port.
import type { Certificate } from '../gateway/tls-probe.js';
import type { MakerGuess } from '../gateway/maker.js';
import type { Impossible } from './can-be-gateway.js';

export type DiscoveryStep =
  'cable' | 'configured' | 'dhcp' | 'mdns' | 'known' | 'replug' | 'around' | 'wide' | 'tls' | 'proposal';

/** A host that answered a probe, or sent a frame of its own. */
export interface Device {
  /** IPv4, or link-local IPv6 with its zone. */
  readonly address: string;
  /** Lower case, with colons. */
  readonly mac?: string | undefined;
  /** Its link-local IPv6 address with its zone, when a frame has shown it. */
  readonly linkLocal?: string | undefined;
  /** The names in its mDNS answer: any text. */
  readonly names?: readonly string[];
}

/** How the port of a device answered. */
export type DeviceVerdict =
  /** A TLS 1.2 handshake with a certificate, at the address `at`. */
  | { readonly kind: 'gateway'; readonly at: string; readonly certificate: Certificate }
  /** The device answers and is no gateway: the port is closed, or speaks no TLS 1.2. */
  | { readonly kind: 'no-gateway'; readonly code: string }
  /** Heard over IPv6 only, where the port is closed. A gateway may open it at an IPv4 address not known yet. */
  | { readonly kind: 'address-unknown' }
  /** The port did not answer. */
  | { readonly kind: 'silent'; readonly code: string }
  /** The port was not tried: the address cannot be a gateway's. */
  | { readonly kind: 'impossible'; readonly because: Impossible }
  /** The port was not tried: this machine has no address in that subnet, or has that subnet on another link. */
  | { readonly kind: 'unverified'; readonly reason: 'no-address' | 'overlap' };

/** A device with its verdict. */
export interface Find extends Device {
  /** The port that was asked: 443, or that of the configured target. */
  readonly port: number;
  readonly foundBy: DiscoveryStep;
  readonly verdict: DeviceVerdict;
  readonly maker?: MakerGuess | undefined;
}

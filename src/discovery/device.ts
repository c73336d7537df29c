// What a discovery knows of a device on the cable, before and after it was looked at.
import type { Certificate } from '../gateway/tls-probe.js';
import type { MakerGuess } from '../gateway/maker.js';

export type DiscoveryStep =
  'cable' | 'configured' | 'dhcp' | 'mdns' | 'known' | 'replug' | 'around' | 'wide' | 'tls' | 'proposal';

/** Something that answered or was heard. */
export interface Device {
  /** IPv4, or link-local IPv6 with its zone. */
  readonly address: string;
  /** Lower case, with colons. */
  readonly mac?: string;
  /** A link-local address it is known to have, with its zone. */
  readonly linkLocal?: string;
  /** What it calls itself: any text. */
  readonly names?: readonly string[];
}

/** What its port 443 said. */
export type DeviceVerdict =
  /** TLS 1.2 and a certificate, at the address `at`. */
  | { readonly kind: 'gateway'; readonly at: string; readonly certificate: Certificate }
  /** It is there, and is none: the port is closed, or speaks no TLS 1.2. */
  | { readonly kind: 'no-gateway'; readonly code: string }
  /** It was heard over IPv6, where its port is closed; a gateway may have it open at an IPv4 address not known yet. */
  | { readonly kind: 'address-unknown' }
  /** Its port did not answer. */
  | { readonly kind: 'silent'; readonly code: string }
  /** Its port could not be tried: this machine has no address in its subnet, or one in such a subnet elsewhere. */
  | { readonly kind: 'unverified'; readonly reason: 'no-address' | 'overlap' };

/** A device that was looked at. */
export interface Find extends Device {
  readonly foundBy: DiscoveryStep;
  readonly verdict: DeviceVerdict;
  readonly maker?: MakerGuess;
}

// What `discover` says, in each language. Everything that goes into the texts is fit to print.
import type { Find, DiscoveryStep } from '../../discovery/device.js';
import type { MakerGuess } from '../../gateway/maker.js';
import type { Proposal } from '../../discovery/propose.js';
import type { SkipReason } from '../../discovery/steps.js';
import type { Carrier } from '../../machine/links.js';

export interface DiscoverTexts {
  readonly steps: Readonly<Record<DiscoveryStep, string>>;
  readonly carrier: (link: string) => Readonly<Record<Carrier, string>>;
  readonly carrierAdvice: (link: string) => Readonly<Record<Carrier, readonly string[]>>;
  readonly skipped: (link: string) => Readonly<Record<SkipReason, string>>;
  /** Nothing was found by this step. */
  readonly nothing: Readonly<Record<DiscoveryStep, string>>;
  readonly answer: (addresses: readonly string[]) => string;
  readonly homeNetwork: (server: string, offered: string) => string;
  readonly homeNetworkAdvice: readonly string[];
  readonly lookFailed: (code: string) => string;
  readonly pullCable: (link: string) => string;
  readonly carrierNow: Readonly<Record<Carrier, string>>;
  readonly verdict: (find: Find) => string;
  readonly names: (names: readonly string[]) => string;
  readonly certificate: (facts: CertificateTexts) => readonly string[];
  readonly maker: (guess: MakerGuess) => string;
  readonly makerUnknown: string;
  readonly proposal: (link: string, proposal: Proposal) => string;
  readonly proposalOverlap: (interfaces: readonly string[]) => string;
  readonly proposalNone: string;
  readonly found: (address: string, isSure: boolean) => readonly string[];
  readonly foundOthers: (addresses: readonly string[]) => string;
  readonly notFound: readonly string[];
  readonly onlyOthers: readonly string[];
  readonly needsRoot: readonly string[];
  readonly wideHint: string;
  readonly letterLead: string;
  readonly noLink: readonly string[];
  readonly severalLinks: (candidates: readonly string[]) => readonly string[];
}

/** A certificate's facts as they are printed. */
export interface CertificateTexts {
  readonly subject: string;
  readonly names: string;
  /** Undefined where it has signed itself. */
  readonly issuer: string | undefined;
  readonly fingerprint: string;
  readonly validTo: string;
  readonly isExpired: boolean;
}

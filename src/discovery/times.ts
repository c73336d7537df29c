// The timeouts of each step of a discovery, and the rates of its probes.
import { TLS_ANSWER_MS } from '../gateway/tls-probe.js';

/** Times in ms, rates in probes per second. */
export interface DiscoveryTimes {
  readonly dhcpMs: number;
  readonly mdnsMs: number;
  /** Waits for answers after the last ARP probe. */
  readonly arpMs: number;
  /** Without an answer for this long, an address counts as free. */
  readonly freeMs: number;
  /** Waits for further devices after the first answer. */
  readonly graceMs: number;
  /** Waits for the cable to be unplugged and plugged in again. */
  readonly replugMs: number;
  readonly afterReplugMs: number;
  /** Waits for the IPv4 address of a device that has shown an IPv6 address. */
  readonly ipv4Ms: number;
  /** TCP and TLS handshake together. */
  readonly tlsMs: number;
  readonly knownPerSecond: number;
  readonly aroundPerSecond: number;
  readonly widePerSecond: number;
}

/**
 * An ARP answer takes less than a millisecond. A DHCP server may first probe the address, which takes a second more.
 * 1500 probes a second are 1 % of a 100 Mbit/s link.
 */
export const DISCOVERY_TIMES: DiscoveryTimes = {
  dhcpMs: 4000,
  mdnsMs: 2000,
  arpMs: 1500,
  freeMs: 1000,
  graceMs: 300,
  replugMs: 600_000,
  afterReplugMs: 15_000,
  ipv4Ms: 5000,
  tlsMs: TLS_ANSWER_MS,
  knownPerSecond: 50,
  aroundPerSecond: 500,
  widePerSecond: 1500,
};

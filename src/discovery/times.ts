// The timeouts of each step of a discovery, and the rates of its probes.
import { TLS_ANSWER_MS } from '../gateway/tls-probe.js';

/**
 * Times in ms, rates in probes per second. An ARP answer takes less than a millisecond. A DHCP server may first probe
 * the address, which takes a second more. 1500 probes a second are 1 % of a 100 Mbit/s link.
 */
export const DISCOVERY_TIMES = {
  dhcpMs: 4000,
  mdnsMs: 2000,
  /** Waits for answers after the last ARP probe. */
  arpMs: 1500,
  /** Without an answer for this long, an address counts as free. */
  freeMs: 1000,
  /** Waits for further devices after the first answer. */
  graceMs: 300,
  /** Waits for the cable to be unplugged and plugged in again. */
  replugMs: 600_000,
  afterReplugMs: 15_000,
  /** Waits for the IPv4 address of a device that has shown an IPv6 address. */
  ipv4Ms: 5000,
  /** TCP and TLS handshake together. */
  tlsMs: TLS_ANSWER_MS,
  knownPerSecond: 50,
  aroundPerSecond: 500,
  widePerSecond: 1500,
};
export type DiscoveryTimes = Readonly<typeof DISCOVERY_TIMES>;

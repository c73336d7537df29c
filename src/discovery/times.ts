// How long each step of a discovery waits, and how fast it asks.

/** All in ms but the rates, which are in probes per second. */
export interface Times {
  readonly dhcpMs: number;
  readonly mdnsMs: number;
  /** After the last ARP probe. */
  readonly arpMs: number;
  /** Until an address counts as one that nobody has. */
  readonly freeMs: number;
  /** After the first answer, for those of other devices. */
  readonly graceMs: number;
  /** Until the cable has been unplugged and plugged in again. */
  readonly replugMs: number;
  readonly afterReplugMs: number;
  /** For the IPv4 address of a device that was heard over IPv6. */
  readonly ipv4Ms: number;
  /** TCP and TLS handshake together; gateways are slow computers. */
  readonly tlsMs: number;
  readonly knownPerSecond: number;
  readonly aroundPerSecond: number;
  readonly widePerSecond: number;
}

/**
 * An answer to ARP takes less than a millisecond, a DHCP server up to a second more if it first looks whether an address
 * is free. 1500 probes a second are 1 % of what a cable of 100 Mbit/s carries.
 */
export const TIMES: Times = {
  dhcpMs: 4000,
  mdnsMs: 2000,
  arpMs: 1500,
  freeMs: 1000,
  graceMs: 300,
  replugMs: 600_000,
  afterReplugMs: 15_000,
  ipv4Ms: 5000,
  tlsMs: 5000,
  knownPerSecond: 50,
  aroundPerSecond: 500,
  widePerSecond: 1500,
};

// Whether this machine hands packets on from one interface to another: the gateway's network would no longer be apart.
import { namesIn, textIn } from './kernel-file.js';

const FAMILIES = { IPv4: '/proc/sys/net/ipv4/conf', IPv6: '/proc/sys/net/ipv6/conf' } as const;

export interface Forwarding {
  readonly family: keyof typeof FAMILIES;
  readonly interface: string;
}

/** No interfaces, or without a way to another machine. */
const NOT_ASKED: ReadonlySet<string> = new Set(['all', 'default', 'lo']);

/** The interfaces from which packets for others are taken and sent on, see ip-sysctl in the kernel's documentation. */
export function readForwarding(): Forwarding[] {
  return Object.entries(FAMILIES).flatMap(([family, folder]) =>
    namesIn(folder)
      .filter((name) => !NOT_ASKED.has(name) && isOn(`${folder}/${name}/forwarding`))
      .map((name) => ({ family: family as keyof typeof FAMILIES, interface: name })),
  );
}

const isOn = (file: string): boolean => textIn(file).trim() === '1';

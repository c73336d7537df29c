// The network links of this machine from /sys: their kind, and whether a cable is plugged in.
import { existsSync } from 'node:fs';
import { linkIn, namesIn, textIn } from './kernel-file.js';

export const LINKS = '/sys/class/net';
/** ARPHRD_ETHER, see <linux/if_arp.h>. */
const ETHERNET = '1';

/** `down`: switched off by an administrator; the kernel then does not see a cable. */
export type Carrier = 'plugged' | 'unplugged' | 'down';

export interface Link {
  readonly name: string;
  readonly index: number;
  /** Lower case, with colons. */
  readonly mac: string;
  readonly kind: 'ethernet' | 'wireless' | 'virtual';
  readonly carrier: Carrier;
  /** Whether there is a device behind it, rather than only the kernel. */
  readonly isHardware: boolean;
}

/** All links with a hardware address: no loopback, no tunnels. */
export function readLinks(): Link[] {
  return namesIn(LINKS).sort().flatMap(readLink);
}

/** Whether a cable is plugged in now; a link that is gone counts as down. */
export function readCarrier(name: string): Carrier {
  // The kernel answers EINVAL for a link that is down.
  const text = attribute(name, 'carrier');
  return text === '' ? 'down' : text === '1' ? 'plugged' : 'unplugged';
}

// <linux/if.h>
const IFF_LOOPBACK = 0x8;
const IFF_POINTOPOINT = 0x10;
const IFF_MULTICAST = 0x1000;

/** The number of a link that carries multicast to neighbours: not loopback, not a tunnel. Another one when it has come back. */
export function multicastIndex(name: string): number | undefined {
  const flags = Number(attribute(name, 'flags'));
  const isFit = (flags & IFF_MULTICAST) !== 0 && (flags & (IFF_LOOPBACK | IFF_POINTOPOINT)) === 0;
  return isFit ? Number(attribute(name, 'ifindex')) : undefined;
}

function readLink(name: string): Link[] {
  if (attribute(name, 'type') !== ETHERNET) return [];
  const { index, mac } = { index: Number(attribute(name, 'ifindex')), mac: attribute(name, 'address') };
  const isHardware = has(name, 'device');
  return [{ name, index, mac, kind: kindOf(name), carrier: readCarrier(name), isHardware }];
}

/** Where the socket for the cable is; undefined if the kernel does not tell. */
export function placeOf(name: string): 'built-in' | 'usb' | undefined {
  const bus = linkIn(`${LINKS}/${name}/device/subsystem`)?.split('/').at(-1);
  // The device tree names what is on the board: a Raspberry Pi 3 has its own socket at USB, too.
  if (bus === undefined) return undefined;
  return bus === 'usb' && !has(name, 'device/of_node') ? 'usb' : 'built-in';
}

/** Bridges, their ports (of containers) and taps look like Ethernet, but have no socket for a cable. */
function kindOf(name: string): Link['kind'] {
  const hasAny = (...entries: readonly string[]): boolean => entries.some((entry) => has(name, entry));
  if (hasAny('wireless', 'phy80211')) return 'wireless';
  return hasAny('bridge', 'brport', 'tun_flags') ? 'virtual' : 'ethernet';
}

const has = (name: string, entry: string): boolean => existsSync(`${LINKS}/${name}/${entry}`);

const attribute = (name: string, file: string): string => textIn(`${LINKS}/${name}/${file}`).trim();

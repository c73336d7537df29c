// The devices that this machine has talked with over IPv4, from the kernel's table of neighbours.
import { readFileSync } from 'node:fs';

export interface Neighbour {
  readonly interface: string;
  readonly address: string;
  readonly mac: string;
}

/** ATF_COM in <linux/if_arp.h>: it has answered. */
const COMPLETE = 0x2;

export function readNeighbours(): Neighbour[] {
  return parseNeighbours(readFileSync('/proc/self/net/arp', 'utf8'));
}

/** From /proc/net/arp: address, hardware type, flags, hardware address, mask, device, below a line of titles. */
export function parseNeighbours(table: string): Neighbour[] {
  const rows = table.split('\n').slice(1);
  return rows.flatMap((row) => {
    const [address = '', , flags = '', mac = '', , name = ''] = row.trim().split(/\s+/);
    return (Number(flags) & COMPLETE) === 0 ? [] : [{ interface: name, address, mac }];
  });
}

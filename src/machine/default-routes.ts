// Which interfaces carry a default route, from the kernel's tables in /proc: the way to the home and the internet.
import { textIn } from './kernel-file.js';

// <linux/route.h>
const RTF_UP = 0x1;
const RTF_REJECT = 0x200;

/** The names of the interfaces with a default route, IPv4 or IPv6. */
export function defaultRouteInterfaces(): ReadonlySet<string> {
  const four = parseDefaultRoutes4(textIn('/proc/self/net/route'));
  return new Set([...four, ...parseDefaultRoutes6(textIn('/proc/self/net/ipv6_route'))]);
}

/** From /proc/net/route: interface, destination, gateway, flags, three counters, mask. */
export function parseDefaultRoutes4(table: string): string[] {
  return rows(table).flatMap(([name = '', destination, , flags = '', , , , mask]) =>
    destination === '00000000' && mask === '00000000' && isUsable(flags) ? [name] : [],
  );
}

/** From /proc/net/ipv6_route: destination and its length, source and its length, next hop, four numbers, flags … interface. */
export function parseDefaultRoutes6(table: string): string[] {
  return rows(table).flatMap(([destination = '', length, , , , , , , flags = '', name = '']) =>
    /^0{32}$/.test(destination) && length === '00' && isUsable(flags) && name !== 'lo' ? [name] : [],
  );
}

function isUsable(flags: string): boolean {
  const bits = Number.parseInt(flags, 16);
  return (bits & RTF_UP) !== 0 && (bits & RTF_REJECT) === 0;
}

const rows = (table: string): string[][] => table.split('\n').map((line) => line.trim().split(/\s+/));

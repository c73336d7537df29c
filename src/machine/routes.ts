// Routes of this machine: the interfaces with a default route, and the way that the kernel takes to one address.
import { rowsOf, textIn } from './kernel-file.js';
import { objectsIn, programJson } from './program-output.js';

// <linux/route.h>
const RTF_UP = 0x1;
const RTF_REJECT = 0x200;

export const ROUTES = '/proc/self/net/route';

/** The names of the interfaces with a default route, IPv4 or IPv6. */
export function defaultRouteInterfaces(): ReadonlySet<string> {
  const four = parseDefaultRoutes4(textIn(ROUTES));
  return new Set([...four, ...parseDefaultRoutes6(textIn('/proc/self/net/ipv6_route'))]);
}

/** From /proc/net/route: interface, destination, gateway, flags, three counters, mask. */
export function parseDefaultRoutes4(table: string): string[] {
  return rowsOf(table).flatMap(([name = '', destination, , flags = '', , , , mask]) =>
    destination === '00000000' && mask === '00000000' && isUsable(flags) ? [name] : [],
  );
}

/** From /proc/net/ipv6_route: destination and its length, source and its length, next hop, four numbers, flags … interface. */
export function parseDefaultRoutes6(table: string): string[] {
  return rowsOf(table).flatMap(([destination = '', length, , , , , , , flags = '', name = '']) =>
    /^0{32}$/.test(destination) && length === '00' && isUsable(flags) && name !== 'lo' ? [name] : [],
  );
}

function isUsable(flags: string): boolean {
  const bits = Number.parseInt(flags, 16);
  return (bits & RTF_UP) !== 0 && (bits & RTF_REJECT) === 0;
}

export interface Route {
  readonly interface: string;
  /** Whether a router stands in between. */
  readonly isDirect: boolean;
}

/**
 * The way to an address without zone; undefined if there is none, or no ip(8). Not from /proc: of routing by rules and
 * of several tables it shows nothing.
 */
export async function routeTo(address: string): Promise<Route | undefined> {
  return parseRoute(await programJson('ip', ['-j', 'route', 'get', address]));
}

/** From `ip -j route get`. */
export function parseRoute(answer: unknown): Route | undefined {
  const [route] = objectsIn(answer);
  const { dev, gateway } = route ?? {};
  return typeof dev === 'string' ? { interface: dev, isDirect: gateway === undefined } : undefined;
}

// Routes of this machine: the interfaces with a default route, the routers, and the kernel's way to one address.
import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';
import { endianness } from 'node:os';
import { canonical } from '../config/ip-literal.js';
import { rowsOf, textIn } from './kernel-file.js';
import { objectsIn, programJson } from './program-output.js';

// <linux/route.h>
const RTF_UP = 0x1;
const RTF_REJECT = 0x200;

export const ROUTES = '/proc/self/net/route';
export const ROUTES6 = '/proc/self/net/ipv6_route';

/** The names of the interfaces with a default route, IPv4 or IPv6. */
export function defaultRouteInterfaces(): ReadonlySet<string> {
  const four = parseDefaultRoutes4(textIn(ROUTES));
  return new Set([...four, ...parseDefaultRoutes6(textIn(ROUTES6))]);
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

/** A route of the main table. */
export interface TableRoute {
  readonly interface: string;
  /** Of 4 or 16 bytes, in network order. */
  readonly destination: Buffer;
  /** In bits. */
  readonly prefix: number;
  /** Of as many bytes; all zero where the destination is on the link itself. */
  readonly nextHop: Buffer;
  /** The kernel takes the lowest of those that are equally long. */
  readonly metric: number;
}

/** From /proc/net/route, whose addresses are numbers in the byte order of this machine. */
export function parseRoutes4(table: string): TableRoute[] {
  return rowsOf(table).flatMap(
    ([name = '', destination = '', hop = '', flags = '', , , metric, mask = '']) =>
      /^[0-9A-F]{8}$/.test(destination) && isUsable(flags)
        ? [
            {
              interface: name,
              destination: inNetworkOrder(destination),
              prefix: onesIn(inNetworkOrder(mask)),
              nextHop: inNetworkOrder(hop),
              metric: Number(metric),
            },
          ]
        : [],
  );
}

/** From /proc/net/ipv6_route; its loopback rows are the addresses of this machine. */
export function parseRoutes6(table: string): TableRoute[] {
  return rowsOf(table).flatMap(
    ([destination = '', length = '', , , hop = '', metric = '', , , flags = '', name = '']) =>
      /^[0-9a-f]{32}$/.test(destination) && isUsable(flags)
        ? [
            {
              interface: name,
              destination: Buffer.from(destination, 'hex'),
              prefix: Number.parseInt(length, 16),
              nextHop: Buffer.from(hop, 'hex'),
              metric: Number.parseInt(metric, 16),
            },
          ]
        : [],
  );
}

/** A router in a route of the kernel's main table. */
export interface NextHop {
  readonly interface: string;
  /** Without a zone. */
  readonly address: string;
}

export function nextHops(): NextHop[] {
  return hopsIn([...parseRoutes4(textIn(ROUTES)), ...parseRoutes6(textIn(ROUTES6))]);
}

export function hopsIn(routes: readonly TableRoute[]): NextHop[] {
  return routes
    .filter(({ nextHop }) => nextHop.some((byte) => byte !== 0))
    .map(({ interface: name, nextHop }) => ({
      interface: name,
      address: canonical(ipaddr.fromByteArray([...nextHop]).toString()),
    }));
}

/** The interfaces of the best route to an address without zone; several where the kernel chooses among equal ones. */
export function interfacesTo(address: string, routes: readonly TableRoute[]): string[] {
  if (isIP(address) === 0) return [];
  const bytes = Buffer.from(ipaddr.process(address).toByteArray());
  const fitting = routes.filter((route) => holds(route, bytes));
  const prefix = Math.max(...fitting.map((route) => route.prefix));
  const longest = fitting.filter((route) => route.prefix === prefix);
  const metric = Math.min(...longest.map((route) => route.metric));
  return longest.filter((route) => route.metric === metric).map((route) => route.interface);
}

function holds({ destination, prefix }: TableRoute, address: Buffer): boolean {
  if (destination.length !== address.length) return false;
  const whole = prefix >> 3;
  if (destination.compare(address, 0, whole, 0, whole) !== 0) return false;
  const rest = prefix % 8;
  return rest === 0 || ((destination[whole] ?? 0) ^ (address[whole] ?? 0)) >> (8 - rest) === 0;
}

function inNetworkOrder(number: string): Buffer {
  const bytes = Buffer.from(number, 'hex');
  return endianness() === 'LE' ? bytes.reverse() : bytes;
}

const onesIn = (bytes: Buffer): number =>
  bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);

export interface Route {
  readonly interface: string;
  /** Whether a router stands in between. */
  readonly isDirect: boolean;
}

/**
 * The way to an address without zone; undefined if there is none, or no ip(8). Not from /proc: of routing by rules and
 * of several tables it shows nothing.
 *
 * @param from an own address, in place of that of the kernel's choice
 */
export async function routeTo(address: string, from?: string): Promise<Route | undefined> {
  const source = from === undefined ? [] : ['from', from];
  return parseRoute(await programJson('ip', ['-j', 'route', 'get', address, ...source]));
}

/** From `ip -j route get`. */
export function parseRoute(answer: unknown): Route | undefined {
  const [route] = objectsIn(answer);
  const { dev, gateway } = route ?? {};
  return typeof dev === 'string' ? { interface: dev, isDirect: gateway === undefined } : undefined;
}

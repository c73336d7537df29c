// The ways to addresses and the carriers of their interfaces at one moment, from files that need no rights to read.
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { LinkSnapshot } from '../forward/target/carrier-watch.js';
import type { SocketEnds } from '../forward/wire/addresses.js';
import { errorCode } from '../error-code.js';
import { canonical, isAddress } from '../config/ip-literal.js';
import { ownNetworks, type OwnNetwork } from './interfaces.js';
import { textIn } from './kernel-file.js';
import { LINKS } from './links.js';
import { interfacesTo, parseRoutes4, parseRoutes6, ROUTES, ROUTES6, type TableRoute } from './routes.js';
import { isInNetwork } from './subnet.js';

/** Each thing is read once, when it is first asked for. */
export function linkSnapshot(): LinkSnapshot {
  const routes = once(readRoutes);
  const own = once(ownNetworks);
  const carriers = new Map<string, boolean | undefined>();
  return {
    leadingTo: (host, ends, source) => {
      const [, zone] = host.split('%');
      if (zone !== undefined) return [zone];
      return source === undefined ? leadingByRoute(host, ends, routes, own) : leavingBy(source, own());
    },
    waysTo: (host, source) => {
      const [address = '', zone] = host.split('%');
      if (zone !== undefined) return [zone];
      if (source !== undefined) return leavingBy(source, own());
      if (isIP(address) === 0) return undefined;
      const special = routes().filter(({ prefix }) => prefix > 0);
      // A route in another table does not show; the subnet of the interface does.
      const near = own().filter((network) => isInNetwork(address, network));
      return [...new Set([...interfacesTo(address, special), ...near.map((each) => each.interface)])];
    },
    hasCarrier: (name) => {
      if (!carriers.has(name)) carriers.set(name, readCarrierNow(name));
      return carriers.get(name);
    },
  };
}

function leadingByRoute(
  host: string,
  ends: SocketEnds | undefined,
  routes: () => readonly TableRoute[],
  own: () => readonly OwnNetwork[],
): readonly string[] {
  const [remote = host, zone] = ends?.remote?.host.split('%') ?? [];
  const local = ends?.local?.host.split('%')[0];
  if (local === remote) return [];
  const names = [
    ...(zone === undefined ? leadingTo(remote, routes()) : [zone]),
    // Routing by rules does not show in the tables; the address that the kernel has chosen does.
    ...(local === undefined ? [] : own()).flatMap((network) =>
      network.address === local ? [network.interface] : [],
    ),
  ];
  return [...new Set(names)].filter((name) => name !== 'lo');
}

/** An address that has gone leads by no interface that is known here. */
function leavingBy(source: string, own: readonly OwnNetwork[]): readonly string[] {
  if (!isAddress(source)) return [source];
  const address = canonical(source);
  return own.filter((each) => canonical(each.address) === address).map((each) => each.interface);
}

function once<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: read() }).value;
}

let tables = '';
let parsed: readonly TableRoute[] = [];
let known = new Map<string, readonly string[]>();

/** Parsed only when they have changed: they are read each second. */
function readRoutes(): readonly TableRoute[] {
  const [four, six] = [textIn(ROUTES), textIn(ROUTES6)];
  if (four + six === tables) return parsed;
  tables = four + six;
  known = new Map();
  return (parsed = [...parseRoutes4(four), ...parseRoutes6(six)]);
}

/** Likewise searched once for each address. */
function leadingTo(address: string, routes: readonly TableRoute[]): readonly string[] {
  const names = known.get(address) ?? interfacesTo(address, routes);
  known.set(address, names);
  return names;
}

/** No such interface; one that is switched off. Anything else, such as no descriptor left, says nothing. */
const WITHOUT_CARRIER = new Set(['ENOENT', 'EINVAL', 'ENODEV']);

function readCarrierNow(name: string): boolean | undefined {
  try {
    return readFileSync(`${LINKS}/${name}/carrier`, 'latin1').startsWith('1');
  } catch (error) {
    return WITHOUT_CARRIER.has(errorCode(error as Error)) ? false : undefined;
  }
}

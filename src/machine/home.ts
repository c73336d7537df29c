// Whether the home network is away: this machine has no address but those on the links to gateways.
import { isLinkLocal } from '../config/ip-literal.js';
import { ownNetworks } from './interfaces.js';
import { readLinks } from './links.js';
import { defaultRouteInterfaces } from './routes.js';
import { isInNetwork } from './subnet.js';

/** How old an answer may be, in ms: one status asks for each forward. */
const MAX_AGE_MS = 1000;
let known = { key: '', at: -Infinity, isAway: false };

/**
 * False where it cannot be told: the gateways are behind a router, or no other link could lead home.
 *
 * @param targets hosts of the configuration
 */
export function isHomeAway(targets: readonly string[]): boolean {
  const [key, at] = [targets.join(' '), performance.now()];
  if (key !== known.key || at - known.at > MAX_AGE_MS) known = { key, at, isAway: lookForHome(targets) };
  return known.isAway;
}

function lookForHome(targets: readonly string[]): boolean {
  const own = ownNetworks().filter((network) => network.interface !== 'lo');
  const routes = defaultRouteInterfaces();
  const holding = own.filter((network) => targets.some((host) => isInNetwork(host, network)));
  const zones = targets.flatMap((host) => host.split('%')[1] ?? []);
  const gateways = new Set(
    [...holding.map((network) => network.interface), ...zones].filter((name) => !routes.has(name)),
  );
  if (gateways.size === 0 || own.some((each) => !gateways.has(each.interface) && !isLinkLocal(each.address)))
    return false;
  // A machine with one link reads the gateway in the home network itself.
  return readLinks().some(({ name, kind }) => kind !== 'virtual' && !gateways.has(name));
}

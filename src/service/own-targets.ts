// The targets that are smgw-proxy itself by an address of this machine, which no configuration alone can show.
import { isAddress } from '../config/ip-literal.js';
import type { ConfigWithPlaces } from '../config/load.js';
import { reachesItself, type Problem } from '../config/problem.js';
import { formatTarget } from '../config/endpoint.js';
import { ownListeners } from '../forward/target/own-way.js';
import { interfaceAddresses, isOwnAddress } from '../machine/interfaces.js';

/** Only addresses: what a name stands for may be true for the moment only. */
export function ownTargets({ config: { forwards, admin }, places }: ConfigWithPlaces): Problem[] {
  const entries = [...forwards.flatMap(({ listen }) => listen), ...(admin === undefined ? [] : [admin])];
  const listenerOf = ownListeners(entries, { addressesOf: interfaceAddresses });
  return forwards.flatMap(({ name, target }) => {
    const isOwn = isAddress(target.host) && isOwnAddress(target.host) === true;
    const listener = isOwn ? listenerOf(target) : undefined;
    if (listener === undefined) return [];
    return [
      reachesItself(places.get(target) ?? name, formatTarget(target), places.get(listener) ?? '--listen'),
    ];
  });
}

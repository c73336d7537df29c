// Forwards to one address that two links of this machine may lead to: nothing but a source tells the gateways apart.
import { targetKey, formatTarget } from '../config/endpoint.js';
import { isAddress } from '../config/ip-literal.js';
import type { ConfigWithPlaces } from '../config/load.js';
import { problem, type Problem } from '../config/problem.js';
import { linksTo, type OwnAddress } from '../forward/target/own-end.js';

/** Only while several links have an address there; links that come later make the target unreachable. */
export function sharedSubnets(
  { config: { forwards }, places }: ConfigWithPlaces,
  networks: () => readonly OwnAddress[],
): Problem[] {
  const unbound = forwards.filter(({ target, source }) => source === undefined && isAddress(target.host));
  return unbound.flatMap((forward) => {
    const key = targetKey(forward.target);
    const other = forwards.find((each) => each !== forward && targetKey(each.target) === key);
    const links = other === undefined ? [] : linksTo(forward.target.host, networks());
    if (other === undefined || links.length < 2) return [];
    const came = `none for ${formatTarget(forward.target)}, which is behind ${links.join(' and ')} and also the target of forward ${other.name} (${places.get(other.target) ?? other.name})`;
    const where = places.get(forward.target) ?? forward.name;
    return [problem('conflict', where, `a source in each forward to it, such as ${links[0]}`, came)];
  });
}

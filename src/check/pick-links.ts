// Picks the link to the gateway and the link into the home.
import { chooseLink, type Choice, type Surroundings } from '../machine/choose-link.js';
import { networkOn } from '../machine/subnet.js';
import type { OwnNetwork } from '../machine/interfaces.js';
import type { Link } from '../machine/links.js';

/**
 * The link to the gateway: the named one, else the one whose subnet holds the gateway, else the wired one. A link with
 * the default route counts only if it is surely wrong there, so that `check` can report it.
 */
export function pickGatewayLink(
  surroundings: Surroundings,
  own: readonly OwnNetwork[],
  address: string | undefined,
  asked: string | undefined,
): Choice {
  const { links, defaultRoutes } = surroundings;
  const named = asked ?? address?.split('%')[1];
  if (named !== undefined) {
    const link = links.find(({ name }) => name === named);
    return link === undefined ? { ok: false, reason: 'unknown', candidates: [] } : { ok: true, link };
  }
  const wired = links.filter(
    ({ name, kind }) => kind === 'ethernet' && networkOn(address ?? '', name, own) !== undefined,
  );
  const link =
    wired.find(({ name }) => !defaultRoutes.has(name)) ??
    wired.find(({ name }) => leadsHomeElsewhere(name, surroundings, own));
  return link === undefined ? chooseLink(surroundings) : { ok: true, link };
}

/** Whether another link surely leads into the home, although this one has a default route. */
function leadsHomeElsewhere(
  name: string,
  { links, defaultRoutes }: Surroundings,
  own: readonly OwnNetwork[],
): boolean {
  return links.some(
    (other) =>
      other.name !== name &&
      (defaultRoutes.has(other.name) || (isWireless(other) && hasIpv4(other.name, own))),
  );
}

const hasIpv4 = (link: string, own: readonly OwnNetwork[]): boolean =>
  own.some((network) => network.interface === link && network.family === 'ipv4');

/** By the kernel's kind, or by the wl… names of systemd. */
export const isWireless = ({ kind, name }: Pick<Link, 'kind' | 'name'>): boolean =>
  kind === 'wireless' || name.startsWith('wl');

/** The likeliest link into the home, up or down; undefined if there is no other link. */
export function pickHomeLink(
  { links, defaultRoutes }: Surroundings,
  own: readonly OwnNetwork[],
  gatewayLinks: ReadonlySet<string>,
): Link | undefined {
  const others = links.filter(({ name, kind }) => !gatewayLinks.has(name) && kind !== 'virtual');
  return (
    others.find(({ name }) => defaultRoutes.has(name)) ??
    others.find((link) => isWireless(link) && hasIpv4(link.name, own)) ??
    others.find(({ name }) => hasIpv4(name, own)) ??
    others.find(isWireless) ??
    others[0]
  );
}

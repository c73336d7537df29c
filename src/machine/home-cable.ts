// The wired interface that leads into the home network: often the cable for the gateway in the wrong socket.
import { isIPv4 } from 'node:net';
import type { Surroundings } from './choose-link.js';
import { ownNetworks } from './interfaces.js';
import { nextHops } from './routes.js';

export interface HomeCable {
  readonly link: string;
  /** IPv4 addresses, of this machine there and of the router. */
  readonly address: string | undefined;
  readonly router: string | undefined;
  /** Whether another interface leads into the home network as well. */
  readonly hasOther: boolean;
}

/** Undefined if no wired interface leads there. */
export function homeCable({ links, defaultRoutes }: Surroundings): HomeCable | undefined {
  const name = links.find((link) => link.kind === 'ethernet' && defaultRoutes.has(link.name))?.name;
  if (name === undefined) return undefined;
  const own = ownNetworks().find((each) => each.interface === name && each.family === 'ipv4');
  const hop = nextHops().find((each) => each.interface === name && isIPv4(each.address));
  const hasOther = [...defaultRoutes].some((other) => other !== name);
  return { link: name, address: own?.address, router: hop?.address, hasOther };
}

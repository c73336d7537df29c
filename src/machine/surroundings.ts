// Links, default routes and the SSH session of this machine: the gateway's link is chosen by them.
import { unreadable } from './kernel-file.js';
import { defaultRouteInterfaces, ROUTES } from './routes.js';
import { addressesUnreadable, ownNetworks } from './interfaces.js';
import { LINKS, readLinks } from './links.js';
import { sshAddress } from './ssh-session.js';
import type { Surroundings } from './choose-link.js';

export function readSurroundings(): Surroundings {
  const address = sshAddress()?.split('%')[0];
  const own = ownNetworks().find((network) => network.address === address);
  return {
    links: readLinks(),
    defaultRoutes: defaultRouteInterfaces(),
    sshInterface: own?.interface,
    unreadable: unreadable(LINKS) ?? unreadable(ROUTES) ?? addressesUnreadable(),
  };
}

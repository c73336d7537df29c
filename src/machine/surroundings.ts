// Links, default routes and the SSH session of this machine: the gateway's link is chosen by them.
import { defaultRouteInterfaces } from './routes.js';
import { ownNetworks } from './interfaces.js';
import { readLinks } from './links.js';
import { sshAddress } from './ssh-session.js';
import type { Surroundings } from './choose-link.js';

export function readSurroundings(): Surroundings {
  const address = sshAddress()?.split('%')[0];
  const own = ownNetworks().find((network) => network.address === address);
  return {
    links: readLinks(),
    defaultRoutes: defaultRouteInterfaces(),
    sshInterface: own?.interface,
  };
}

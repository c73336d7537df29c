// Which listening socket that was handed over at the start belongs to which forward.
import type { Config, ForwardConfig, ListenAddress } from '../config/config.js';
import { collide, formatListen } from '../config/listen-address.js';
import { isDefault, type Places } from '../config/settings.js';
import type { InheritedSocket } from './inherited-sockets.js';

export interface SocketAssignment {
  readonly config: Config;
  /** The sockets no forward could be found for. */
  readonly left: readonly InheritedSocket[];
}

/**
 * A socket takes the place of the listen entries it stands for. One that stands for none goes to the forward that
 * has its name, or to the only one, and then beside what that forward was told to listen on, not beside the default.
 */
export function assignSockets(
  config: Config,
  sockets: readonly InheritedSocket[],
  places: Places,
): SocketAssignment {
  const owners = new Map(sockets.map((socket) => [socket, ownerOf(socket, config.forwards)]));
  const forwards = config.forwards.map((forward) => {
    const own = sockets.filter((socket) => owners.get(socket) === forward);
    return own.length === 0 ? forward : { ...forward, listen: exchanged(forward, own, places) };
  });
  return {
    config: { ...config, forwards },
    left: sockets.filter((socket) => owners.get(socket) === undefined),
  };
}

function ownerOf(socket: InheritedSocket, forwards: readonly ForwardConfig[]): ForwardConfig | undefined {
  const only = forwards.length === 1 ? forwards[0] : undefined;
  const meant = forwards.find(({ listen }) => listen.some((each) => standsFor(socket, each)));
  return meant ?? forwards.find(({ name }) => name === socket.name) ?? only;
}

function exchanged(
  { listen }: ForwardConfig,
  own: readonly InheritedSocket[],
  places: Places,
): ListenAddress[] {
  const given = own.map((socket) => ({ socket, entry: entryOf(socket) }));
  const told = listen.filter((each) => !isDefault(places.get(each)));
  const all = told.flatMap((each) => {
    const instead = given.filter(({ socket }) => standsFor(socket, each));
    return instead.length > 0 ? instead.map(({ entry }) => entry) : [each];
  });
  return [...new Set([...all, ...given.map(({ entry }) => entry)])];
}

/** Addresses of an interface are not known here: the port decides. */
function standsFor(socket: InheritedSocket, listen: ListenAddress): boolean {
  if (socket.port === undefined) return false;
  if (listen.interface !== undefined) return listen.port === socket.port;
  // The kernel does not say the zone of a link-local address.
  const host = listen.host?.split('%')[0];
  return collide({ port: listen.port, ...(host !== undefined && { host }) }, entryOf(socket));
}

function entryOf({ fd, host, port = 0 }: InheritedSocket): ListenAddress {
  return { fd, port, ...(host !== undefined && { host }) };
}

/** Where a socket listens, for people. */
export function socketAddress(socket: InheritedSocket): string {
  return socket.port === undefined ? 'one of another network' : formatListen(entryOf(socket));
}

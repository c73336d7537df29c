// Assigns the sockets that the service manager has handed over to the forwards.
import type { Config, ForwardConfig, ListenAddress } from '../config/config.js';
import { alike, type Translated } from '../config/language.js';
import { collide, formatListen } from '../config/listen-address.js';
import { isDefault } from '../config/place.js';
import type { Places } from '../config/settings.js';
import type { InheritedSocket } from './inherited-sockets.js';

/** The configuration with descriptors in its listen entries. */
export interface SocketAssignment {
  readonly config: Config;
  /** The sockets that fit no forward. */
  readonly left: readonly InheritedSocket[];
}

/**
 * A socket replaces the listen entries with its address. Without such entries it goes to the forward of its name, or to
 * the only forward. It joins configured entries there, and replaces the default one.
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
  const listening = forwards.find(({ listen }) => listen.some((each) => standsFor(socket, each)));
  return listening ?? forwards.find(({ name }) => name === socket.name) ?? only;
}

function exchanged(
  { listen }: ForwardConfig,
  own: readonly InheritedSocket[],
  places: Places,
): ListenAddress[] {
  const sockets = own.map((socket) => ({ socket, entry: entryOf(socket) }));
  const configured = listen.filter((each) => !isDefault(places.get(each)));
  const all = configured.flatMap((each) => {
    const replacing = sockets.filter(({ socket }) => standsFor(socket, each));
    return replacing.length > 0 ? replacing.map(({ entry }) => entry) : [each];
  });
  return [...new Set([...all, ...sockets.map(({ entry }) => entry)])];
}

/** Whether a socket has the address of an entry. For an interface the port decides, because its addresses change. */
function standsFor(socket: InheritedSocket, listen: ListenAddress): boolean {
  if (socket.port === undefined) return false;
  if (listen.interface !== undefined) return listen.port === socket.port;
  // /proc/net/tcp6 lacks the zone of a link-local address.
  const host = listen.host?.split('%')[0];
  return collide({ port: listen.port, ...(host !== undefined && { host }) }, entryOf(socket));
}

function entryOf({ fd, host, port = 0 }: InheritedSocket): ListenAddress {
  return { fd, port, ...(host !== undefined && { host }) };
}

/** The address of a socket for a message. */
export function socketAddress(socket: InheritedSocket): Translated<string> {
  return socket.port === undefined ? ELSEWHERE : alike(formatListen(entryOf(socket)));
}

const ELSEWHERE = { en: 'one of another network', de: 'einer in einem anderen Netzwerk-Namensraum' };

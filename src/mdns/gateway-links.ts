// Finds out over which links this machine reaches the gateways: from there and to there no mDNS message may go.
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { BlockList, isIPv4 } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Endpoint } from '../config/config.js';
import { canonical, isAddress } from '../config/ip-literal.js';
import type { OwnNetwork } from '../machine/interfaces.js';

export interface Gateways {
  /** Without zones. */
  readonly addresses: readonly string[];
  readonly links: ReadonlySet<string>;
}

/** @param defaultRoutes the links with a way into the internet */
export async function findGateways(
  targets: readonly Endpoint[],
  networks: readonly OwnNetwork[],
  defaultRoutes: ReadonlySet<string>,
): Promise<Gateways> {
  const hosts = (await Promise.all(targets.map(({ host }) => addressesOf(host)))).flat();
  const links = await Promise.all(
    hosts.map(async (host) => linksTo(host, await sourceTowards(host), networks, defaultRoutes)),
  );
  return { addresses: hosts.map((host) => canonical(withoutZone(host))), links: new Set(links.flat()) };
}

/** Nobody shall wait longer for a name, above all not whoever stops the program. */
const LOOKUP_MS = 2000;

const withoutZone = (host: string): string => host.split('%')[0] ?? '';

/** A name that cannot be looked up now is reached by nobody now. */
async function addressesOf(host: string): Promise<string[]> {
  if (isAddress(host)) return [host];
  const found = lookup(host, { all: true }).then((all) => all.map(({ address }) => address));
  const late = pause(LOOKUP_MS, [], { ref: false });
  return Promise.race([found, late]).catch(() => []);
}

/** From which address the kernel would send to another; nothing is sent. Undefined if there is no way. */
async function sourceTowards(host: string): Promise<string | undefined> {
  const socket = createSocket(isIPv4(host) ? 'udp4' : 'udp6');
  try {
    socket.connect(ANY_PORT, host);
    await once(socket, 'connect');
    return socket.address().address;
  } catch {
    return undefined;
  } finally {
    socket.on('error', () => undefined).close();
  }
}

const ANY_PORT = 443;

/**
 * The link by which a gateway is reached, if it is in a subnet there, or the link leads nowhere else: while the
 * gateway's link is down the way to it seems to be that into the internet.
 *
 * @param source see {@link sourceTowards}
 */
export function linksTo(
  host: string,
  source: string | undefined,
  networks: readonly OwnNetwork[],
  defaultRoutes: ReadonlySet<string>,
): string[] {
  const [address = '', zone] = host.split('%');
  if (zone !== undefined) return [zone];
  const holding = networks.filter((network) => holds(network, address)).map((network) => network.interface);
  const own = networks.find(
    (network) => source !== undefined && canonical(network.address) === canonical(source),
  );
  if (own === undefined) return holding;
  const isThere = holding.includes(own.interface) || !defaultRoutes.has(own.interface);
  return isThere ? [own.interface] : [];
}

function holds({ address, prefix, family }: OwnNetwork, host: string): boolean {
  if (prefix === 0 || (family === 'ipv4') !== isIPv4(host)) return false;
  const subnet = new BlockList();
  subnet.addSubnet(address, prefix, family);
  return subnet.check(host, family);
}

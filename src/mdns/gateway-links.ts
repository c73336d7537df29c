// Finds the links to the gateways, where no mDNS message may go.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { BlockList, isIPv4 } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Endpoint } from '../config/config.js';
import { canonical, isAddress } from '../config/ip-literal.js';
import type { Names } from '../forward/target/names.js';
import type { OwnNetwork } from '../machine/interfaces.js';

/** Where the gateways are. */
export interface Gateways {
  /** Without zones. */
  readonly addresses: readonly string[];
  readonly links: ReadonlySet<string>;
}

interface FoundGateways extends Gateways {
  /** False if a name could not be looked up: its gateway may be on any link. */
  readonly isComplete: boolean;
}

/** @param defaultRoutes the links with a default route */
export async function findGateways(
  targets: readonly Endpoint[],
  networks: readonly OwnNetwork[],
  defaultRoutes: ReadonlySet<string>,
  names: Names,
): Promise<FoundGateways> {
  const found = await Promise.all(targets.map(({ host }) => addressesOf(host, names)));
  const hosts = found.flatMap((addresses) => addresses ?? []);
  const links = await Promise.all(
    hosts.map(async (host) => linksTo(host, await sourceTowards(host), networks, defaultRoutes)),
  );
  return {
    addresses: hosts.map((host) => canonical(withoutZone(host))),
    links: new Set(links.flat()),
    isComplete: !found.includes(undefined),
  };
}

/** The timeout of a lookup, in ms, so that a slow name server delays neither the claim nor a stop. */
const LOOKUP_MS = 2000;

const withoutZone = (host: string): string => host.split('%')[0] ?? '';

/** Undefined for a name that cannot be looked up now. */
async function addressesOf(host: string, names: Names): Promise<readonly string[] | undefined> {
  if (isAddress(host)) return [host];
  const found = new Promise<readonly string[] | undefined>((resolve) => {
    names.find(host, (result) => resolve(result.ok ? result.addresses : undefined));
  });
  return Promise.race([found, pause(LOOKUP_MS, undefined, { ref: false })]);
}

/** The source address that the kernel chooses for a host; sends nothing. Undefined without a route. */
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
 * The link to a gateway. A link with a default route counts only if the gateway is in its subnet. The reason: while the
 * gateway's link is down, the kernel routes to it over the default route.
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

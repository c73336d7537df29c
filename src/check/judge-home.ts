// Judges the home's side: whether this machine has an address there, and the URLs for its clients.
import { isIPv4 } from 'node:net';
import type { ForwardConfig } from '../config/config.js';
import { canonical, isLinkLocal } from '../config/ip-literal.js';
import { isWildcard } from '../config/listen-address.js';
import { isSure } from '../gateway/maker.js';
import { HTTPS, programsFor, urlOf, type HomePort } from '../gateway/programs.js';
import type { OwnNetwork } from '../machine/interfaces.js';
import type { Link } from '../machine/links.js';
import { finding, type Finding } from './causes.js';
import type { GatewayFacts } from './check-gateway.js';
import { isWireless } from './pick-links.js';

export function judgeHome(link: Link | undefined, own: readonly OwnNetwork[]): Finding {
  if (link === undefined) return finding('home-missing', {});
  const { name, carrier } = link;
  if (carrier !== 'plugged')
    return finding('home-down', { link: name, isWireless: isWireless(link), carrier });
  const addresses = homeAddresses(name, own);
  return addresses.length === 0
    ? finding('home-no-address', { link: name, isWireless: isWireless(link) })
    : finding('home-up', { link: name, addresses });
}

/** The addresses for clients, IPv4 first. Link-local ones are left out, because their zone differs on each client. */
export function homeAddresses(link: string, own: readonly OwnNetwork[]): string[] {
  return own
    .filter((network) => network.interface === link && !isLinkLocal(network.address))
    .map(({ address }) => address)
    .sort((one, other) => Number(isIPv4(other)) - Number(isIPv4(one)));
}

/** The addresses and ports at which clients of the home reach a forward. */
export function homePorts(
  { listen, targetTls }: Pick<ForwardConfig, 'listen' | 'targetTls'>,
  link: string,
  addresses: readonly string[],
): HomePort[] {
  return listen.flatMap((each) => {
    const { host = '', port } = each;
    const isEverywhere = isWildcard(each) || each.interface === link;
    return addresses
      .filter((address) => isEverywhere || canonical(host) === canonical(address))
      .filter((address) => host !== '0.0.0.0' || isIPv4(address))
      .map((address) => ({ address, port, isPlain: targetTls }));
  });
}

/** The names that this machine probably has in the home. */
export function homeNames(hostname: string, hasMdns: boolean): string[] {
  const name = hostname.split('.')[0] ?? '';
  if (name === '' || name === 'localhost') return [];
  // .fritz.box first: Home Assistant OS does not always resolve .local.
  return [`${name}.fritz.box`, ...(hasMdns ? [`${name}.local`] : [])];
}

export function judgeClient(ports: readonly HomePort[], names: readonly string[]): Finding {
  const usable = typable(ports);
  if (usable.length === 0) return finding('client-nowhere', {});
  const all = [...new Map(usable.map((each) => [each.port, each])).values()];
  // A name is typed by hand, so that port 443 is enough where it is open.
  const https = all.filter(({ port, isPlain }) => port === HTTPS && isPlain !== true);
  const own = https.length > 0 ? https : all;
  return finding('client-urls', {
    urls: [...new Set(usable.map(urlOf))],
    names: names.flatMap((address) => own.map((each) => urlOf({ ...each, address }))),
  });
}

/** The values for each program that reads this gateway, and speaks TLS as all of them do. */
export function judgePrograms(
  { maker, address }: Pick<GatewayFacts, 'maker' | 'address'>,
  ports: readonly HomePort[],
  mdns: string | undefined,
): Finding[] {
  const sure = maker !== undefined && isSure(maker) ? maker.maker : undefined;
  const way = {
    maker: sure,
    ports: typable(ports.filter(({ isPlain }) => isPlain !== true)),
    gateway: address ?? '',
    mdns,
  };
  const programs = programsFor(way);
  return programs.length === 0 ? [] : [finding('client-programs', { maker: way.maker, programs })];
}

/** The IPv4 addresses if there are any, because IPv6 ones are hard to type. */
function typable(ports: readonly HomePort[]): readonly HomePort[] {
  const four = ports.filter(({ address }) => isIPv4(address));
  return four.length > 0 ? four : ports;
}

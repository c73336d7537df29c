// Judges the home's side: whether this machine has an address there, and the URLs for its clients.
import { isIPv4 } from 'node:net';
import type { ForwardConfig } from '../config/config.js';
import { bracketed, canonical, isLinkLocal } from '../config/ip-literal.js';
import { isWildcard } from '../config/listen-address.js';
import type { OwnNetwork } from '../machine/interfaces.js';
import type { Link } from '../machine/links.js';
import { finding, type Finding } from './causes.js';
import type { Port } from './judge-answer.js';
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

const HTTPS = 443;
const HTTP = 80;

/** A port for clients of the home; `isPlain`: smgw-proxy speaks TLS behind it, and they speak none. */
export interface HomePort extends Port {
  readonly isPlain: boolean;
}

/** The URL for a browser; without the usual port. */
export function urlOf({ address, port, isPlain }: HomePort): string {
  const usual = isPlain ? HTTP : HTTPS;
  return `${isPlain ? 'http' : 'https'}://${bracketed(address)}${port === usual ? '' : `:${port}`}`;
}

/** The names that this machine probably has in the home. */
export function homeNames(hostname: string, hasMdns: boolean): string[] {
  const name = hostname.split('.')[0] ?? '';
  if (name === '' || name === 'localhost') return [];
  // .fritz.box first: Home Assistant OS does not always resolve .local.
  return [`${name}.fritz.box`, ...(hasMdns ? [`${name}.local`] : [])];
}

/** URLs at IPv4 addresses if there are any, because IPv6 ones are hard to type. */
export function judgeClient(ports: readonly HomePort[], names: readonly string[]): Finding {
  const four = ports.filter(({ address }) => isIPv4(address));
  const usable = four.length > 0 ? four : ports;
  if (usable.length === 0) return finding('client-nowhere', {});
  const all = [...new Map(usable.map((each) => [each.port, each])).values()];
  // A name is typed by hand, so that port 443 is enough where it is open.
  const https = all.filter(({ port, isPlain }) => port === HTTPS && !isPlain);
  const own = https.length > 0 ? https : all;
  return finding('client-urls', {
    urls: [...new Set(usable.map(urlOf))],
    names: names.flatMap((address) => own.map((each) => urlOf({ ...each, address }))),
  });
}

// Access rules: whether an address is in --allow and not in --deny, or among the trusted proxies.
import { BlockList, isIPv6 } from 'node:net';
import type { AddressRange, ForwardConfig } from '../../config/config.js';

/** Whether an address, without zone, is in a subnet of this machine at the time. */
export type IsInOwnSubnet = (address: string, family: 'ipv4' | 'ipv6') => boolean;

/** The networks of `private`, besides the own subnets. */
const PRIVATE = [
  '127.0.0.0/8', // loopback, RFC 1122 section 3.2.1.3
  '10.0.0.0/8', // RFC 1918
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16', // link-local, RFC 3927
  '::1/128',
  'fe80::/10', // link-local, RFC 4291 section 2.5.6
  'fc00::/7', // unique local, RFC 4193
];

/** Bounds the cache: a client with ever new addresses must not fill the memory. */
const MOST_ANSWERS = 1000;

/** Addresses are plain: IPv4 never as ::ffff:a.b.c.d, see plainAddress(). A zone is allowed and ignored. */
export class Access {
  private readonly allow: AddressSet;
  private readonly deny: AddressSet;
  private readonly proxies: AddressSet;

  constructor(
    { allow, deny, acceptProxy }: Pick<ForwardConfig, 'allow' | 'deny' | 'acceptProxy'>,
    isInOwnSubnet: IsInOwnSubnet,
  ) {
    this.allow = new AddressSet(allow, isInOwnSubnet);
    this.deny = new AddressSet(deny, isInOwnSubnet);
    this.proxies = new AddressSet(acceptProxy, isInOwnSubnet);
  }

  /** Whether a client, as it connected or as a trusted proxy announced it, may use the forward. */
  admits(client: string): boolean {
    return this.allow.has(client) && !this.deny.has(client);
  }

  /** Whether a peer must begin with a PROXY header. Such a peer may connect; what counts is the client it announces. */
  isProxy(peer: string): boolean {
    return this.proxies.has(peer) && !this.deny.has(peer);
  }
}

class AddressSet {
  /** Made for the first client: of hundreds of forwards, few have one in the first minutes. */
  private networks: NetworkLists | undefined;
  private readonly isEverything: boolean;
  private readonly hasOwnSubnets: boolean;
  private readonly isEmpty: boolean;
  /** Cached results of the networks: most connections come from a few addresses, again and again. */
  private readonly answers = new Map<string, boolean>();

  constructor(
    private readonly ranges: readonly AddressRange[],
    private readonly isInOwnSubnet: IsInOwnSubnet,
  ) {
    this.isEmpty = ranges.length === 0;
    this.isEverything = ranges.some(({ kind }) => kind === 'any');
    this.hasOwnSubnets = ranges.some(({ kind }) => kind === 'private');
  }

  has(text: string): boolean {
    if (this.isEmpty || this.isEverything) return this.isEverything;
    const [address = ''] = text.split('%');
    if (this.isInNetworks(address)) return true;
    return this.hasOwnSubnets && this.isInOwnSubnet(address, familyOf(address));
  }

  private isInNetworks(address: string): boolean {
    const known = this.answers.get(address);
    if (known !== undefined) return known;
    const family = familyOf(address);
    this.networks ??= listsOf(this.ranges);
    const answer = this.networks[family].check(address, family);
    if (this.answers.size >= MOST_ANSWERS) this.answers.clear();
    this.answers.set(address, answer);
    return answer;
  }
}

/** One for each family: in a common one ::/0 would hold the IPv4 addresses as well, as IPv4-mapped ones. */
type NetworkLists = Readonly<Record<'ipv4' | 'ipv6', BlockList>>;

function listsOf(ranges: readonly AddressRange[]): NetworkLists {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  const texts = ranges.flatMap((range) => {
    if (range.kind === 'private') return PRIVATE;
    return range.kind === 'network' ? [`${range.address}/${range.prefix}`] : [];
  });
  for (const text of texts) {
    const [address = '', prefix] = text.split('/');
    const family = familyOf(address);
    lists[family].addSubnet(address, Number(prefix), family);
  }
  return lists;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

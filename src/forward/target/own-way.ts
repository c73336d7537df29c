// Keeps smgw-proxy from connecting to itself: each such connection would open another one.
import { isIPv4 } from 'node:net';
import type { Endpoint, ListenAddress } from '../../config/config.js';
import { canonical, isAddress } from '../../config/ip-literal.js';
import { isWildcard } from '../../config/listen-address.js';
import type { AddressesOf } from '../listen/address-watch.js';
import { failSoon } from './fail-soon.js';
import type { Dialler, Wire } from '../wire/wire.js';

/** The errno name for a target that leads back to smgw-proxy. */
export const LEADS_BACK = 'ELOOP';

/** The addresses of this machine. */
export interface MachineAddresses {
  /** Whether an IP literal is this machine's; undefined if the kernel does not tell. */
  readonly isOwnAddress: (host: string) => boolean | undefined;
  readonly addressesOf: AddressesOf;
}

/** The listen entry that gets a connection to this literal on this machine, also while it is closed. */
export type OwnListenerOf = (to: Endpoint) => ListenAddress | undefined;

/** Looks an address up, however many entries there are. */
export function ownListeners(
  entries: readonly ListenAddress[],
  { addressesOf }: Pick<MachineAddresses, 'addressesOf'>,
): OwnListenerOf {
  const keyOf = (host: string, port: number): string => `${plain(host)} ${port}`;
  const isSingle = (entry: ListenAddress): boolean => entry.interface === undefined && !isWildcard(entry);
  const single = new Map(
    entries.filter(isSingle).map((entry) => [keyOf(entry.host ?? '', entry.port), entry]),
  );
  const others = entries.filter((entry) => !isSingle(entry));
  return ({ host, port }) => {
    const wanted = plain(host);
    const isReached = (entry: ListenAddress): boolean => {
      if (entry.port !== port) return false;
      if (entry.interface !== undefined)
        return addressesOf(entry.interface).some((each) => plain(each.host) === wanted);
      return plain(entry.host ?? '::') === '::' || isIPv4(wanted);
    };
    return single.get(keyOf(host, port)) ?? others.find(isReached);
  };
}

/** Without zone, which only tells links of this machine apart. */
const plain = (host: string): string => canonical(host.split('%')[0] ?? '');

/**
 * Fails with ELOOP in place of a connection to one of the entries, and with ECONNREFUSED for one with equal ends. TCP
 * connects a socket to itself if its local port is the wanted one (RFC 9293 section 3.5).
 *
 * @param listenerOf looks among all entries of the moment that this process listens on
 */
export function guarded(
  dialler: Dialler,
  listenerOf: OwnListenerOf,
  own: Pick<MachineAddresses, 'isOwnAddress'>,
): Dialler {
  const leadsBack = (to: Endpoint): boolean => listenerOf(to) !== undefined;
  const failure = (wire: Wire): string | undefined => {
    const { local, remote } = wire.ends;
    // Only a connection within this machine has the same address at both ends.
    if (remote === undefined || local?.host !== remote.host) return undefined;
    if (local.port === remote.port) return 'ECONNREFUSED';
    return leadsBack(remote) ? LEADS_BACK : undefined;
  };
  return {
    connect: (target, events, from) => {
      const isOwn = isAddress(target.host) ? own.isOwnAddress(target.host) : undefined;
      // The ends cost two system calls.
      if (isOwn === false) return dialler.connect(target, events, from);
      if (isOwn === true && leadsBack(target)) return failSoon(events, LEADS_BACK);
      const onConnect = (wire: Wire): void => {
        const code = failure(wire);
        if (code === undefined) {
          events.onConnect(wire);
          return;
        }
        wire.reset();
        events.onError(code);
      };
      return dialler.connect(target, { onError: (code) => events.onError(code), onConnect }, from);
    },
  };
}

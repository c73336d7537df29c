// The way to a target with --source: its own address and interface, and never another gateway with the same address.
import { canonical, isLinkLocal } from '../../config/ip-literal.js';
import { failSoon } from './fail-soon.js';
import { ownEnd, type OwnAddress } from './own-end.js';
import { NO_SOURCE, ProvenConnect } from './proven-connect.js';
import type { Dialler } from '../wire/wire.js';

/** The errno names for a way that must not be taken. */
export const OTHER_WAY = 'EXDEV';
export const AMBIGUOUS_WAY = 'ENOTUNIQ';
/** The kernel cannot be asked, for want of ip(8). */
export const UNKNOWN_WAY = 'ENOSYS';

/** The interface of the kernel's route at one moment, or the errno name of why there is none. */
export type KernelWay = { readonly interface: string } | { readonly code: string };

/** Asks for the route to an IP literal from an own address; calls back once and later. */
export type AskWay = (host: string, from: string, told: (way: KernelWay) => void) => void;

/** The questions of a way to this machine. */
export interface WayMachine {
  /** As they are now. */
  readonly ownNetworks: () => readonly OwnAddress[];
  readonly askWay: AskWay;
}

/** How connections to a target are made, and whether they would be made now. */
export interface Way extends Dialler {
  /** Calls back once, with the errno name of why none would be made. */
  readonly look: (host: string, told: (code: string | undefined) => void) => void;
}

/** The kernel chooses the way, except where `isAmbiguous` says that it may choose another gateway. */
export function anyWay(dialler: Dialler, isAmbiguous: (host: string) => boolean): Way {
  const failure = (host: string): string | undefined => (isAmbiguous(host) ? AMBIGUOUS_WAY : undefined);
  return {
    connect: (target, events) => {
      const code = failure(canonical(target.host));
      return code === undefined ? dialler.connect(target, events) : failSoon(events, code);
    },
    look: (host, told) => {
      told(failure(canonical(host)));
    },
  };
}

/**
 * Connections leave by this interface, or by the interface that has this address. A zone binds the socket to its
 * interface. Everything else is a matter of routes, which bind(2) does not choose and which may change at any moment.
 */
export function wayBy(source: string, dialler: Dialler, machine: WayMachine): Way {
  const ownEndTo = (host: string): OwnAddress | undefined => ownEnd(source, host, machine.ownNetworks());
  const ask = (host: string, own: OwnAddress, told: (code: string | undefined) => void): void =>
    machine.askWay(host, own.address, (way) => {
      if ('code' in way) told(isGone(host, own) ? NO_SOURCE : way.code);
      else told(way.interface === own.interface ? undefined : OTHER_WAY);
    });
  // The kernel has several answers for want of an address that was there just before.
  const isGone = (host: string, { address }: OwnAddress): boolean => ownEndTo(host)?.address !== address;
  return {
    connect: ({ host, port }, events) => {
      const target = { host: canonical(host), port };
      if (!isLinkLocal(host)) return new ProvenConnect(target, { dialler, ownEndTo, ask }, events).giveUp;
      const zoned = withZone(target.host, source);
      const isThere = machine.ownNetworks().some((each) => each.interface === source);
      if (zoned === undefined || !isThere) return failSoon(events, NO_SOURCE);
      return dialler.connect({ host: zoned, port }, events);
    },
    look: (host, told) => {
      const own = ownEndTo(canonical(host));
      if (isLinkLocal(host)) told(undefined);
      else if (own === undefined) told(NO_SOURCE);
      else ask(canonical(host), own, told);
    },
  };
}

/** A link-local address with the interface as its zone; undefined if it has another one. */
function withZone(host: string, source: string): string | undefined {
  const [, zone = source] = host.split('%');
  return zone === source ? `${host.split('%')[0]}%${zone}` : undefined;
}

// Watches the carrier of the interfaces that lead to targets: a pulled cable shows there before anything else.
import { isLoopback } from '../../config/ip-literal.js';
import type { SocketEnds } from '../wire/addresses.js';
import type { Outage } from './reachability.js';

/** The interfaces of this machine as they are at one moment. */
export interface LinkSnapshot {
  /**
   * The names of the interfaces that lead to a host; none for this machine itself, and for a name that has never been
   * connected to.
   *
   * @param ends of a connection to it, if there has been one
   * @param source the own address or interface that connections to it leave by, if it is fixed
   */
  readonly leadingTo: (
    host: string,
    ends: SocketEnds | undefined,
    source: string | undefined,
  ) => readonly string[];
  /** Likewise without the default route, which leads to the internet; undefined if the host is a name. */
  readonly waysTo: (host: string, source: string | undefined) => readonly string[] | undefined;
  /** Whether it has a carrier; undefined if the kernel does not tell. */
  readonly hasCarrier: (name: string) => boolean | undefined;
}

export interface WatchedTarget {
  readonly endpoint: { readonly host: string };
  readonly source: string | undefined;
  readonly ends: SocketEnds | undefined;
  readonly isUp: boolean;
  /** The interface has had a carrier until now, or the target is not up and none of its interfaces has one. */
  readonly carrierLost: (interfaceName: string) => void;
  /** A carrier has come back, or the way now leads over another interface with one. */
  readonly carrierBack: () => void;
  /** Rules and routes may have changed, of which the carriers tell nothing. */
  readonly lookAtWay: () => void;
}

/** The outage of an interface without carrier. */
export function withoutCarrier(name: string): Outage {
  return { outcome: 'target-unreachable', code: 'ENETDOWN', interface: name };
}

const NO_ROUTE: Outage = { outcome: 'target-unreachable', code: 'ENETUNREACH' };

/** Time between looks, in ms. The kernel announces nothing in /sys (inotify(7)). */
const LOOK_INTERVAL_MS = 1000;

/** Has no timer while no target is watched. */
export class CarrierWatch {
  /** The interfaces of each, with what their carriers were at the last look. */
  private readonly targets = new Map<WatchedTarget, Map<string, boolean>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly snapshot: () => LinkSnapshot) {}

  /** Calls back at once if no interface that leads to the target has a carrier. */
  add(target: WatchedTarget): void {
    const { host } = target.endpoint;
    if (isLoopback(host)) return;
    const seen = new Map<string, boolean>();
    this.targets.set(target, seen);
    this.timer ??= setInterval(this.look, LOOK_INTERVAL_MS);
    lookAt(target, seen, this.snapshot(), true);
  }

  remove(target: WatchedTarget): void {
    this.targets.delete(target);
    if (this.targets.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Why there is no way to the target at the moment; undefined if there may be one. */
  obstacleTo({ endpoint: { host }, source }: Pick<WatchedTarget, 'endpoint' | 'source'>): Outage | undefined {
    const links = this.snapshot();
    const names = isLoopback(host) ? undefined : links.waysTo(host, source);
    const [name] = names ?? [];
    if (names?.every((each) => links.hasCarrier(each) === false) !== true) return undefined;
    return name === undefined ? NO_ROUTE : withoutCarrier(name);
  }

  private readonly look = (): void => {
    const links = this.snapshot();
    for (const [target, seen] of this.targets) {
      lookAt(target, seen, links, false);
      target.lookAtWay();
    }
  };
}

/**
 * Only a change counts: routing by rules is not seen here, so the target may be up behind an interface that is not
 * watched.
 */
function lookAt(
  target: WatchedTarget,
  seen: Map<string, boolean>,
  links: LinkSnapshot,
  isFirst: boolean,
): void {
  const leading = new Set(links.leadingTo(target.endpoint.host, target.ends, target.source));
  // An old way is kept until its carrier is looked at, because its route can go together with it.
  const names = [...new Set([...seen.keys(), ...leading])];
  const before = new Map(seen);
  for (const name of names) {
    const has = links.hasCarrier(name);
    if (has !== undefined) seen.set(name, has);
  }
  const lost = names.find((name) => seen.get(name) === false && before.get(name) === true);
  const gone = isFirst && !target.isUp && isWayless(seen) ? names[0] : lost;
  if (gone !== undefined) target.carrierLost(gone);
  else if (target.isUp) for (const name of names) if (!leading.has(name)) seen.delete(name);
  const isBack = names.some((name) => seen.get(name) === true && before.get(name) !== true);
  if (isBack && !isFirst) target.carrierBack();
}

/** Whether the interfaces are known, and none has a carrier. */
function isWayless(seen: ReadonlyMap<string, boolean>): boolean {
  return seen.size > 0 && ![...seen.values()].includes(true);
}

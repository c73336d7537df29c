// Claims a name in the home network by multicast DNS (RFC 6762), on each home link as links come and go.
import type { ForwardConfig } from '../config/config.js';
import { defaultRouteInterfaces } from '../machine/routes.js';
import { ownNetworks } from '../machine/interfaces.js';
import { multicastIndex } from '../machine/links.js';
import type { Names } from '../forward/target/names.js';
import { findGateways } from './gateway-links.js';
import { MdnsLink } from './link.js';
import { homeLinks, type HomeLink } from './places.js';
import { ownAddresses, type OwnAddresses } from './rivals.js';
import { Standings, type NameView } from './standings.js';
import { CLOCK } from './times.js';

/** Callbacks, named like the events of the log. */
export interface MdnsEvents {
  /** The name has become ours on a link. */
  readonly mdnsAnnounced: (name: string, interfaceName: string, addresses: readonly string[]) => void;
  /** Another host has the name on a link. Reported once a day; the claim tries again every minute. */
  readonly mdnsConflict: (name: string, interfaceName: string, rival: string) => void;
  /** A link cannot be used. Reported once for each reason; it is tried again. */
  readonly mdnsFailed: (name: string, interfaceName: string, code: string) => void;
  /** No forward listens on a home link now. */
  readonly mdnsWaiting: (name: string) => void;
  /** The addresses have been looked at, which happens every two seconds. */
  readonly mdnsLooked: () => void;
}

/** The name to claim, and the forwards that clients reach by it. */
export interface NameClaim {
  readonly name: string;
  readonly forwards: readonly ForwardConfig[];
}

/** The interval of reading the interfaces' addresses. */
const LOOK_MS = 2000;

export class Mdns {
  private wanted: NameClaim | undefined;
  private readonly links = new Map<string, MdnsLink>();
  private standings = new Standings(CLOCK);
  private addresses: OwnAddresses = new Set();
  private isWaiting = false;
  private seen = '';
  private work: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  /** @param names of the targets, whose links are left alone */
  constructor(
    private readonly events: MdnsEvents,
    private readonly names: Names,
  ) {}

  /** Undefined while no name is claimed. */
  get view(): NameView | undefined {
    return this.wanted && { name: this.wanted.name, links: this.standings.all };
  }

  /** Claims this name from now on, or none; resolves when the former name is given up. Never rejects. */
  change(wanted: NameClaim | undefined): Promise<void> {
    if (wanted?.name !== this.wanted?.name) this.standings = new Standings(CLOCK);
    this.wanted = wanted;
    this.seen = '';
    if (wanted === undefined) {
      clearInterval(this.timer);
      this.timer = undefined;
    } else this.timer ??= setInterval(() => void this.look(), LOOK_MS);
    return this.look();
  }

  /** Looks run one after the other. */
  private look(): Promise<void> {
    const looked = this.work.then(() => this.lookNow());
    this.work = looked;
    return looked;
  }

  private async lookNow(): Promise<void> {
    const { wanted } = this;
    this.events.mdnsLooked();
    const networks = ownNetworks();
    const routes = defaultRouteInterfaces();
    const indices = [...new Set(networks.map((network) => network.interface))].map(multicastIndex);
    const seen = JSON.stringify([networks, indices, [...routes]]);
    if (seen !== this.seen) {
      const targets = (wanted?.forwards ?? []).map(({ target }) => target);
      const gateways = await findGateways(targets, networks, routes, this.names);
      if (wanted !== this.wanted) return;
      const machine = { networks, indexOf: multicastIndex, gateways };
      this.addresses = ownAddresses(networks.map(({ address }) => address));
      await this.exchange(wanted === undefined ? [] : homeLinks(wanted.forwards, machine));
      // Until every gateway is known, the name may be on the link of one.
      this.seen = gateways.isComplete ? seen : '';
    }
    await Promise.all([...this.links.values()].map((link) => link.open()));
  }

  private async exchange(homes: readonly HomeLink[]): Promise<void> {
    const next = new Map(homes.map((home) => [JSON.stringify([this.wanted?.name, home]), home]));
    const surplus = [...this.links].filter(([key]) => !next.has(key));
    for (const [key] of surplus) this.links.delete(key);
    await Promise.all(surplus.map(([, link]) => link.stop()));
    this.standings.keep(new Set(homes.map((home) => home.interface)));
    for (const [key, home] of next) if (!this.links.has(key)) this.links.set(key, this.linkTo(home));
    this.noteWaiting();
  }

  private linkTo(home: HomeLink): MdnsLink {
    const name = this.wanted?.name ?? '';
    const dependencies = { clock: CLOCK, random: Math.random, ownAddresses: () => this.addresses };
    this.standings.claiming(home.interface, home.addresses);
    return new MdnsLink(home, name, dependencies, {
      announced: () => {
        this.standings.held(home.interface, home.addresses);
        this.events.mdnsAnnounced(name, home.interface, home.addresses);
      },
      taken: (rival) => {
        if (this.standings.taken(home.interface, rival))
          this.events.mdnsConflict(name, home.interface, rival);
      },
      failed: (code) => {
        this.events.mdnsFailed(name, home.interface, code);
      },
    });
  }

  private noteWaiting(): void {
    const isWaiting = this.wanted !== undefined && this.links.size === 0;
    if (isWaiting && !this.isWaiting) this.events.mdnsWaiting(this.wanted?.name ?? '');
    this.isWaiting = isWaiting;
  }
}

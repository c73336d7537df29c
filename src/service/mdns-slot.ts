// The place of the mDNS responder in a service: empty, and nothing loaded for it, until the configuration asks for one.
import type { Config } from '../config/config.js';
import type { Names } from '../forward/target/names.js';
import type { Mdns, MdnsEvents } from '../mdns/mdns.js';
import type { NameView } from '../mdns/standings.js';

/** Sockets of a responder: two on each link, of which there are seldom more than two to the home. */
const DESCRIPTORS = 4;

export class MdnsSlot {
  private mdns: Promise<Mdns> | undefined;
  private loaded: Mdns | undefined;

  constructor(
    private readonly events: MdnsEvents,
    private readonly names: Names,
  ) {}

  static descriptors({ mdns }: Config): number {
    return mdns === undefined ? 0 : DESCRIPTORS;
  }

  /** Undefined while no name is claimed. */
  get view(): NameView | undefined {
    return this.loaded?.view;
  }

  /** Answers for the name of this configuration from now on, where its forwards listen, or for none. Never throws. */
  change({ mdns: name, forwards }: Config): void {
    if (name !== undefined)
      this.mdns ??= import('../mdns/mdns.js').then(
        ({ Mdns }) => (this.loaded = new Mdns(this.events, this.names)),
      );
    void this.mdns?.then((mdns) => mdns.change(name === undefined ? undefined : { name, forwards }));
  }

  /** Takes the name back; resolves when that is said. */
  async stop(): Promise<void> {
    const mdns = await this.mdns;
    await mdns?.change(undefined);
  }
}

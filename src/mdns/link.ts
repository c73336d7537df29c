// One link to the home: its sockets for both address families, and the claim to the name on it.
import type { OwnNetwork } from '../machine/interfaces.js';
import { Channel } from './channel.js';
import { Claim, type ClaimDependencies, type ClaimEvents } from './claim.js';
import { ownOver, type OwnName } from './own-name.js';
import { sourceOf, type HomeLink } from './places.js';
import { Voice } from './voice.js';

export interface LinkEvents extends ClaimEvents {
  /** A socket cannot be opened. Reported once for each reason; the link tries again. */
  readonly failed: (code: string) => void;
}

type Family = OwnNetwork['family'];
const FAMILIES: readonly Family[] = ['ipv4', 'ipv6'];

export class MdnsLink {
  private readonly channels = new Map<Family, Channel>();
  private readonly voices: Voice[] = [];
  private readonly claim: Claim;
  private readonly failures = new Map<Family, string>();
  private isStopped = false;

  constructor(
    readonly home: HomeLink,
    private readonly name: string,
    private readonly dependencies: ClaimDependencies,
    private readonly events: LinkEvents,
  ) {
    this.claim = new Claim(name, this.voices, dependencies, events);
  }

  /** Opens the missing sockets, and claims the name on the new ones. Never rejects. */
  async open(): Promise<void> {
    const missing = FAMILIES.filter(
      (family) => this.ownOver(family).addresses.length > 0 && !this.channels.has(family),
    );
    const opened = await Promise.all(missing.map((family) => this.openChannel(family)));
    if (opened.includes(true) && !this.isStopped) this.claim.start();
  }

  /** Without addresses where this machine cannot speak in that family. */
  private ownOver(family: Family): OwnName {
    const { name, home } = this;
    const isMute = sourceOf(home, family) === undefined;
    return ownOver(family, { name, addresses: isMute ? [] : home.addresses });
  }

  /** Gives the name up; resolves when the goodbye is sent. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.claim.stop();
    const channels = [...this.channels.values()];
    this.channels.clear();
    await Promise.all(channels.map((channel) => channel.close()));
  }

  private async openChannel(family: Family): Promise<boolean> {
    const channel = new Channel(this.home, family, {
      heard: (bytes, sender) => {
        this.claim.hear(bytes, sender, voice);
      },
      broken: (code) => {
        if (this.channels.get(family) !== channel) return;
        this.channels.delete(family);
        this.voices.splice(this.voices.indexOf(voice), 1);
        voice.hush();
        void channel.close();
        this.fail(family, code);
      },
    });
    const voice = new Voice(this.ownOver(family), channel, this.dependencies.clock);
    try {
      await channel.open();
    } catch (error) {
      this.fail(family, (error as NodeJS.ErrnoException).code ?? String(error));
      return false;
    }
    if (this.isStopped) {
      await channel.close();
      return false;
    }
    this.failures.delete(family);
    this.channels.set(family, channel);
    this.voices.push(voice);
    return true;
  }

  private fail(family: Family, code: string): void {
    if (this.failures.get(family) === code || this.isStopped) return;
    this.failures.set(family, code);
    this.events.failed(code);
  }
}

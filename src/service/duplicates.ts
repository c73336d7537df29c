// Tells of IPv6 addresses that another device has as well: the kernel keeps them, and nothing can use them.
import { ownNetworks, type OwnNetwork } from '../machine/interfaces.js';

/** Many listen entries ask at once; the kernel needs a second for a check (RFC 4862 section 5.1). */
const LOOK_MS = 2000;

export class DuplicateAddresses {
  private told: ReadonlySet<string> = new Set();
  private lookedAt = -Infinity;

  /** @param tell called once for each address, and again if it has been gone or fine in between */
  constructor(
    private readonly tell: (interfaceName: string, address: string) => void,
    private readonly read: () => readonly OwnNetwork[] = ownNetworks,
  ) {}

  /** Costs little as often as it is called. */
  look(): void {
    const now = performance.now();
    if (now - this.lookedAt < LOOK_MS) return;
    this.lookedAt = now;
    const duplicates = this.read().filter(({ state }) => state === 'duplicate');
    const texts = duplicates.map((each) => `${each.interface} ${each.address}`);
    const news = duplicates.filter((_, at) => !this.told.has(texts[at] ?? ''));
    this.told = new Set(texts);
    for (const each of news) this.tell(each.interface, each.address);
  }
}

// The names of clients: looked up one after the other while a status is asked for, and kept for an hour.
import { isLoopback } from '../config/ip-literal.js';

/** Resolves with undefined for an address without a name; rejects if no lookup can be made. */
export type NameLookup = (address: string) => Promise<string | undefined>;

/** In ms. */
const KEPT_MS = 3_600_000;
/** Addresses kept; more than a status lists. */
const MOST = 512;
/** As host names are written, and in no way that could pass for anything else: the network tells them. */
const HOST_NAME = /^[a-z0-9](?:[\w-]{0,62})(?:\.[\w-]{1,63}){0,8}$/i;

interface KnownName {
  readonly name: string | null;
  /** By performance.now(). */
  readonly at: number;
}

export class ClientNames {
  /** The oldest first. */
  private readonly known = new Map<string, KnownName>();
  private readonly wanted = new Set<string>();
  private isBusy = false;

  constructor(private readonly lookUp: NameLookup) {}

  /** As far as known at this moment; null: unknown. The next calls may know more. */
  readonly of = (address: string): string | null => {
    const known = this.known.get(address);
    const isFresh = known !== undefined && performance.now() - known.at < KEPT_MS;
    if (!isFresh && !isLoopback(address) && this.wanted.size < MOST) {
      this.wanted.add(address);
      void this.work();
    }
    return known?.name ?? null;
  };

  private async work(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    for (const address of this.wanted) {
      const name = await this.lookUp(address).catch(() => undefined);
      this.wanted.delete(address);
      this.keep(address, name);
    }
    this.isBusy = false;
  }

  private keep(address: string, told: string | undefined): void {
    const name = told?.replace(/\.$/, '');
    this.known.delete(address);
    this.known.set(address, {
      name: name !== undefined && HOST_NAME.test(name) ? name : null,
      at: performance.now(),
    });
    const [oldest] = this.known.keys();
    if (this.known.size > MOST && oldest !== undefined) this.known.delete(oldest);
  }
}

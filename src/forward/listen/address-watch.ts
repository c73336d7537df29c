// Watches the addresses of interfaces for all listen entries together: one timer, and one question for each interface.
import type { AddressesOf } from './binding.js';

/** From one look to the next, in ms. */
const LOOK_INTERVAL_MS = 2000;

/** Those of a process, which all ask the same function. */
const watches = new WeakMap<AddressesOf, AddressWatch>();

/** Has no timer while nothing is watched. */
export class AddressWatch {
  private readonly watchers = new Map<string, Set<() => void>>();
  /** The addresses of each interface at the last look, as text. */
  private readonly seen = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly addressesOf: AddressesOf) {}

  /** One instance for each function. */
  static of(addressesOf: AddressesOf): AddressWatch {
    const watch = watches.get(addressesOf) ?? new AddressWatch(addressesOf);
    watches.set(addressesOf, watch);
    return watch;
  }

  /** @param changed called at the next look, and then whenever the addresses of the interface are other ones */
  add(name: string, changed: () => void): void {
    const own = this.watchers.get(name) ?? new Set();
    if (own.has(changed)) return;
    this.watchers.set(name, own.add(changed));
    this.seen.delete(name);
    this.timer ??= setInterval(this.look, LOOK_INTERVAL_MS);
  }

  remove(name: string, changed: () => void): void {
    const own = this.watchers.get(name);
    own?.delete(changed);
    if (own?.size === 0) this.watchers.delete(name);
    if (this.watchers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private readonly look = (): void => {
    for (const [name, own] of this.watchers) {
      const text = JSON.stringify(this.addressesOf(name));
      if (text === this.seen.get(name)) continue;
      this.seen.set(name, text);
      for (const changed of [...own]) changed();
    }
  };
}

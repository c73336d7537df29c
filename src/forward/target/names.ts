// The addresses of target names: one lookup of a name at a time, and the last known addresses kept.

/**
 * Resolves with the addresses of a name, at least one, in the order to try them in. Rejects with an error whose `code`
 * says why there are none.
 */
export type Lookup = (name: string) => Promise<readonly string[]>;

export type FoundAddresses =
  | { readonly ok: true; readonly addresses: readonly string[] }
  | { readonly ok: false; readonly code: string };

/** The code of getaddrinfo(3) for a name server that gives no answer, for now. */
export const NO_ANSWER = 'EAI_AGAIN';

/** How long an answer stays fresh, in ms: getaddrinfo(3) does not tell the TTL, and home routers use some seconds. */
const FRESH_MS = 10_000;
/** The same for a first failure, then growing to the other: a device that starts may have its name at any moment. */
const FAILURE_FRESH_MS = 1000;
/** How long to wait for a first answer, in ms, and for a new one while older addresses can be used. */
const FIRST_WAIT_MS = 4000;
const RENEWAL_WAIT_MS = 500;
/** The divisor of the wait while the name server has not answered the last time. */
const DOUBT = 8;

/** All target names of the process. */
export class Names {
  private readonly known = new Map<string, Name>();

  constructor(private readonly lookup: Lookup) {}

  /**
   * Calls `done` once, after this has returned, with the last known addresses if no newer ones come in time.
   *
   * @returns gives up without calling back; does nothing after `done`
   */
  find(host: string, done: (found: FoundAddresses) => void): () => void {
    const name = this.known.get(host) ?? new Name(() => this.lookup(host));
    this.known.set(host, name);
    return name.find(done);
  }
}

class Name {
  private addresses: readonly string[] = [];
  /** Why the last lookup failed. */
  private code: string | undefined;
  /** Lookups that have failed in a row. */
  private failures = 0;
  private freshUntil = -Infinity;
  /** `late`: the last known state is told without waiting for the lookup. */
  private lookingUp: 'no' | 'awaited' | 'late' = 'no';
  private readonly waiting = new Set<(found: FoundAddresses) => void>();

  constructor(private readonly lookup: () => Promise<readonly string[]>) {}

  find(done: (found: FoundAddresses) => void): () => void {
    if (this.lookingUp === 'no' && performance.now() >= this.freshUntil) void this.lookUp();
    this.waiting.add(done);
    // Not within this call.
    if (this.lookingUp !== 'awaited') setImmediate(() => this.tell());
    return () => this.waiting.delete(done);
  }

  private async lookUp(): Promise<void> {
    this.lookingUp = 'awaited';
    const wait = this.addresses.length > 0 ? RENEWAL_WAIT_MS : FIRST_WAIT_MS;
    const timer = setTimeout(this.onLate, this.code === undefined ? wait : wait / DOUBT).unref();
    try {
      this.addresses = await this.lookup();
      this.code = undefined;
      this.failures = 0;
    } catch (error) {
      this.code = (error as NodeJS.ErrnoException).code ?? NO_ANSWER;
      this.failures += 1;
    }
    clearTimeout(timer);
    const doubled = FAILURE_FRESH_MS * 2 ** (this.failures - 1);
    this.freshUntil = performance.now() + (this.failures === 0 ? FRESH_MS : Math.min(doubled, FRESH_MS));
    this.lookingUp = 'no';
    this.tell();
  }

  /** The lookup goes on, for those that ask later. */
  private readonly onLate = (): void => {
    this.lookingUp = 'late';
    this.code ??= NO_ANSWER;
    this.tell();
  };

  private tell(): void {
    const { addresses, code = NO_ANSWER } = this;
    const found: FoundAddresses = addresses.length > 0 ? { ok: true, addresses } : { ok: false, code };
    for (const done of this.waiting) {
      this.waiting.delete(done);
      done(found);
    }
  }
}

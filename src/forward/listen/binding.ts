// One listen entry of the configuration: its listeners, which come and go with addresses and with the target.
import type { ListenAddress } from '../../config/config.js';
import { formatListen } from '../../config/listen-address.js';
import { errorCode } from '../../error-code.js';
import { ListenError, Listener, type TakeAccepted } from './listener.js';
import type { ListenState } from '../view.js';

/** An address of an interface, as it can be listened on. */
export interface InterfaceAddress {
  /** An IP literal, link-local IPv6 with its zone. */
  readonly host: string;
  /** The interface's index for link-local IPv6, else 0: another one when an interface has gone and come back. */
  readonly scopeId: number;
}

/** The addresses an interface has now; empty if it has none or is not there. */
export type AddressesOf = (interfaceName: string) => readonly InterfaceAddress[];

/** Callbacks of a binding to its receiver, which takes accepted connections as `C`. */
export interface BindingEvents<C> {
  readonly accepted: (client: C) => void;
  readonly acceptFailed: (code: string) => void;
  /** The addresses listened on have changed since the last call, or since the start. */
  readonly rebound: () => void;
  /** The interface has no address (any more); followed by rebound() when it has. */
  readonly unbound: (interfaceName: string) => void;
  /** An address cannot be listened on at the moment; called once for each reason. It is tried again and again. */
  readonly failed: (error: ListenError) => void;
}

/** How often an interface's addresses, or an address that could not be listened on, are looked at again, in ms. */
const LOOK_INTERVAL_MS = 2000;

/** Not there yet: an IPv6 address that the kernel still checks for duplicates (RFC 4862 section 5.4), or has dropped. */
const NOT_YET = new Set(['EADDRNOTAVAIL', 'EINVAL']);

/** Does nothing before start(). */
export class Binding<C> {
  private readonly listeners = new Map<string, Listener>();
  /** Listens, or would if it could. */
  isOpen = false;
  private isUnbound = false;
  /** The addresses, as text, after start() or at the last rebound(). */
  private reported = '';
  private readonly failing = new Map<string, string>();
  private adjusting: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly entry: ListenAddress,
    private readonly addressesOf: AddressesOf,
    private readonly takeAccepted: TakeAccepted<C>,
    /** May be replaced at any time; everything goes to the new one from then on. */
    public receiver: BindingEvents<C>,
  ) {}

  /** The addresses listened on at the moment. */
  get addresses(): ListenAddress[] {
    return [...this.listeners.values()].flatMap(({ bound }) => (bound === undefined ? [] : [bound]));
  }

  get state(): ListenState {
    if (!this.isOpen) return 'closed';
    // Its listeners stay open, in case the address comes back; they cannot be reached until then.
    if (this.isUnbound) return 'waiting';
    if (this.failing.size > 0) return 'failed';
    return this.addresses.length === 0 ? 'waiting' : 'listening';
  }

  /**
   * @param mayStayOpen false: finds out what can be listened on and closes it in the same tick
   * @throws ListenError, and then nothing is left listening. An interface without addresses is no error.
   */
  async start(mayStayOpen = true): Promise<void> {
    this.isOpen = true;
    const failures = await this.adjust();
    if (!mayStayOpen) this.close();
    this.reported = this.text;
    const [fatal] = failures.filter((error) => !this.mayComeYet(error));
    if (fatal === undefined) return;
    this.stop();
    throw fatal;
  }

  /** Listens no more. */
  stop(): void {
    this.isOpen = false;
    clearInterval(this.timer);
    this.timer = undefined;
    for (const listener of this.listeners.values()) listener.stop();
    this.listeners.clear();
    this.failing.clear();
  }

  /** Closes the ports until reopen(). The service manager holds its descriptors open, so there clients would hang. */
  close(): void {
    if (this.entry.fd === undefined) this.stop();
  }

  reopen(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.look();
  }

  private readonly look = (): void => {
    void this.adjust().then((failures) => {
      if (!this.isOpen) return;
      for (const error of failures) this.reportFailure(error);
      if (this.text === this.reported || this.text === '') return;
      this.reported = this.text;
      this.receiver.rebound();
    });
  };

  /** One at a time. */
  private adjust(): Promise<readonly ListenError[]> {
    const adjusted = this.adjusting.then(() => this.adjustNow());
    this.adjusting = adjusted;
    return adjusted;
  }

  /** Listens on the wanted addresses and on no others; returns the failures. */
  private async adjustNow(): Promise<readonly ListenError[]> {
    const wanted = this.wanted();
    if (wanted.size > 0) this.stopOthers(wanted);
    const results = await Promise.all([...wanted].map(([key, address]) => this.listen(key, address)));
    const failures = results.filter((result) => result !== undefined);
    this.lookAgain(failures.length > 0);
    return failures;
  }

  private wanted(): ReadonlyMap<string, ListenAddress> {
    const { interface: name, port } = this.entry;
    if (!this.isOpen) return new Map();
    if (name === undefined) return new Map([[formatListen(this.entry), this.entry]]);
    const addresses = this.addressesOf(name);
    this.noteUnbound(name, addresses.length === 0);
    return new Map(addresses.map(({ host, scopeId }) => [`${host} ${scopeId}`, { host, port }]));
  }

  /** Not called for an interface without any address: it may be without its Wi-Fi for a moment only. */
  private stopOthers(wanted: ReadonlyMap<string, ListenAddress>): void {
    for (const [key, listener] of this.listeners) {
      if (wanted.has(key)) continue;
      listener.stop();
      this.listeners.delete(key);
    }
    const texts = new Set([...wanted.values()].map(formatListen));
    for (const text of this.failing.keys()) if (!texts.has(text)) this.failing.delete(text);
  }

  private async listen(key: string, address: ListenAddress): Promise<ListenError | undefined> {
    if (this.listeners.has(key)) return undefined;
    const listener = new Listener(address, (code) => this.receiver.acceptFailed(code));
    this.listeners.set(key, listener);
    try {
      await listener.start((server) => {
        this.takeAccepted(server, (client) => this.receiver.accepted(client));
      });
      this.failing.delete(formatListen(address));
      return undefined;
    } catch (error) {
      if (this.listeners.get(key) === listener) this.listeners.delete(key);
      return new ListenError(address, errorCode(error as Error), this.entry);
    }
  }

  private lookAgain(hasFailures: boolean): void {
    const isNeeded = this.isOpen && (hasFailures || this.entry.interface !== undefined);
    if (isNeeded) this.timer ??= setInterval(this.look, LOOK_INTERVAL_MS);
    if (isNeeded) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private noteUnbound(name: string, isUnbound: boolean): void {
    if (isUnbound === this.isUnbound) return;
    this.isUnbound = isUnbound;
    if (isUnbound) this.receiver.unbound(name);
    else this.reported = '';
  }

  private reportFailure(error: ListenError): void {
    const key = formatListen(error.address);
    if (this.mayComeYet(error) || this.failing.get(key) === error.code) return;
    this.failing.set(key, error.code);
    this.receiver.failed(error);
  }

  private mayComeYet({ code }: ListenError): boolean {
    return this.entry.interface !== undefined && NOT_YET.has(code);
  }

  /** The addresses listened on, as one text. */
  private get text(): string {
    return this.addresses.map(formatListen).join(' ');
  }
}

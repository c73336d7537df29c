// One listen entry of the configuration: its listeners, which come and go with addresses and with the target.
import type { ListenAddress } from '../../config/config.js';
import { formatListen } from '../../config/listen-address.js';
import { errorCode } from '../../error-code.js';
import { AddressWatch, type AddressesOf } from './address-watch.js';
import { ListenError, Listener, type PortUserOf, type TakeAccepted } from './listener.js';
import { PortGuard } from './port-guard.js';
import type { ListenState } from '../view.js';

/** The questions of a binding to this machine. */
export interface ListenMachine {
  readonly addressesOf: AddressesOf;
  readonly portUser: PortUserOf;
}

/** Callbacks of a binding to its receiver, which takes accepted connections as `C`. */
export interface BindingEvents<C> {
  readonly accepted: (client: C) => void;
  readonly acceptFailed: (code: string) => void;
  /** The addresses listened on have changed since the last call, or since the start. */
  readonly rebound: () => void;
  /** The interface has no address (any more); followed by rebound() when it has. */
  readonly unbound: (interfaceName: string) => void;
  /**
   * An address cannot be listened on at the moment, or another program has it while it is closed; called once for each
   * reason and program. It is tried again and again.
   */
  readonly failed: (error: ListenError) => void;
}

/** From one look to the next at an address that could not be listened on, in ms. */
const LOOK_INTERVAL_MS = 2000;
/** The same at a closed port, for the sake of other programs alone. */
const CLOSED_LOOK_INTERVAL_MS = 10_000;
/** Intervals are up to this part shorter, so that many do not look at once. */
const JITTER = 0.25;

const IN_USE = 'EADDRINUSE';
/** The port is free later, or the address there: no mistake of the configuration. */
const MAY_COME = new Set([IN_USE, 'EADDRNOTAVAIL']);
/**
 * Not reported of an interface's address. The kernel still checks an IPv6 one for duplicates (RFC 4862 section 5.4), or
 * has dropped it, or a sandbox forbids AF_INET6.
 */
const NOT_YET = new Set(['EADDRNOTAVAIL', 'EINVAL', 'EAFNOSUPPORT']);

/** Does nothing before start(). */
export class Binding<C> {
  private readonly listeners = new Map<string, Listener>();
  /** `closed`: until reopen(), and other programs on its port are looked for. */
  private mode: 'stopped' | 'closed' | 'open' = 'stopped';
  /** While it is closed. */
  private readonly guard = new PortGuard();
  private isUnbound = false;
  /** The addresses, as text, after start() or at the last rebound(). */
  private reported = '';
  private readonly failing = new Map<string, ListenError>();
  private adjusting: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private readonly watch: AddressWatch;

  constructor(
    readonly entry: ListenAddress,
    private readonly machine: ListenMachine,
    private readonly takeAccepted: TakeAccepted<C>,
    /** May be replaced at any time; everything goes to the new one from then on. */
    public receiver: BindingEvents<C>,
  ) {
    this.watch = AddressWatch.of(machine.addressesOf);
  }

  /** Listens, or would if it could. */
  get isOpen(): boolean {
    return this.mode === 'open';
  }

  /** The addresses listened on at the moment. */
  get addresses(): ListenAddress[] {
    return [...this.listeners.values()].flatMap(({ bound }) => (bound === undefined ? [] : [bound]));
  }

  /** The addresses that cannot be listened on at the moment. */
  get failures(): readonly ListenError[] {
    return [...this.failing.values()];
  }

  get state(): ListenState {
    if (this.failing.size > 0) return 'failed';
    if (!this.isOpen) return 'closed';
    // Its listeners stay open, in case the address comes back; they cannot be reached until then.
    if (this.isUnbound) return 'waiting';
    const isBound = [...this.listeners.values()].some(({ bound }) => bound !== undefined);
    return isBound ? 'listening' : 'waiting';
  }

  /**
   * A port that is taken, or an address that is not there yet, is reported and waited for.
   *
   * @param mayStayOpen false: finds out what can be listened on and closes it in the same tick
   * @throws ListenError for any other reason, and then nothing is left listening
   */
  async start(mayStayOpen = true): Promise<void> {
    this.mode = 'open';
    const failures = await this.adjust();
    if (!mayStayOpen) this.close();
    this.reported = this.text;
    const fatal = failures.find((error) => !this.mayCome(error));
    if (fatal === undefined) {
      this.report(failures);
      return;
    }
    this.stop();
    throw fatal;
  }

  /** Listens no more. */
  stop(): void {
    this.mode = 'stopped';
    this.stopListeners();
    this.guard.stop();
    this.failing.clear();
    this.lookAgain();
  }

  /** Closes the ports until reopen(). The service manager holds its descriptors open, so there clients would hang. */
  close(): void {
    if (this.entry.fd !== undefined || !this.isOpen) return;
    this.mode = 'closed';
    this.stopListeners();
    this.stopLooking();
    void this.guard.start(this.entry.port);
    this.lookAgain();
  }

  reopen(): void {
    if (this.isOpen) return;
    this.mode = 'open';
    this.guard.stop();
    this.stopLooking();
    this.look();
  }

  private stopListeners(): void {
    for (const listener of this.listeners.values()) listener.stop();
    this.listeners.clear();
  }

  private readonly look = (): void => {
    void this.adjust().then((failures) => {
      this.report(failures);
      if (!this.isOpen || this.text === this.reported) return;
      this.reported = this.text;
      if (this.text !== '') this.receiver.rebound();
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
    if (this.mode === 'closed') await this.guard.start(this.entry.port);
    const failures = this.isOpen ? await this.listenOn(wanted) : this.takenAmong(wanted);
    this.forgetOthers(failures);
    this.lookAgain(failures.length > 0);
    return failures;
  }

  private wanted(): ReadonlyMap<string, ListenAddress> {
    const { interface: name, port } = this.entry;
    if (this.mode === 'stopped') return new Map();
    if (name === undefined) return new Map([[formatListen(this.entry), this.entry]]);
    const addresses = this.machine.addressesOf(name);
    if (this.isOpen) this.noteUnbound(name, addresses.length === 0);
    return new Map(addresses.map(({ host, scopeId }) => [`${host} ${scopeId}`, { host, port }]));
  }

  /** Not called for an interface without any address: it may be without its Wi-Fi for a moment only. */
  private stopOthers(wanted: ReadonlyMap<string, ListenAddress>): void {
    for (const [key, listener] of this.listeners) {
      if (wanted.has(key)) continue;
      listener.stop();
      this.listeners.delete(key);
    }
  }

  private async listenOn(wanted: ReadonlyMap<string, ListenAddress>): Promise<ListenError[]> {
    const results = await Promise.all([...wanted].map(([key, address]) => this.listen(key, address)));
    return results.filter((result) => result !== undefined);
  }

  private async listen(key: string, address: ListenAddress): Promise<ListenError | undefined> {
    if (this.listeners.has(key)) return undefined;
    const listener = new Listener(address, (code) => this.receiver.acceptFailed(code));
    this.listeners.set(key, listener);
    try {
      await listener.start((server) => {
        this.takeAccepted(server, (client) => this.receiver.accepted(client));
      });
      return undefined;
    } catch (error) {
      if (this.listeners.get(key) === listener) this.listeners.delete(key);
      const code = errorCode(error as Error);
      const user = code === IN_USE ? this.machine.portUser(address, true) : undefined;
      return new ListenError(address, code, this.entry, user);
    }
  }

  /** While it is closed, any program may listen there (above port 1023), and clients take it for the gateway. */
  private takenAmong(wanted: ReadonlyMap<string, ListenAddress>): ListenError[] {
    return [...wanted.values()].flatMap((address) => {
      const user = this.machine.portUser(address);
      return user === undefined ? [] : [new ListenError(address, IN_USE, this.entry, user)];
    });
  }

  /** @param hasFailures only a closed port is looked at again without; changes of an interface are told */
  private lookAgain(hasFailures = false): void {
    const { interface: name } = this.entry;
    if (name !== undefined && this.isOpen) this.watch.add(name, this.look);
    if (this.mode !== 'stopped' && (hasFailures || this.mode === 'closed')) {
      const interval = this.mode === 'closed' ? CLOSED_LOOK_INTERVAL_MS : LOOK_INTERVAL_MS;
      this.timer ??= setInterval(this.look, interval * (1 - JITTER * Math.random()));
      return;
    }
    this.stopLooking();
  }

  private stopLooking(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    const { interface: name } = this.entry;
    if (name !== undefined && !this.isOpen) this.watch.remove(name, this.look);
  }

  private noteUnbound(name: string, isUnbound: boolean): void {
    if (isUnbound === this.isUnbound) return;
    this.isUnbound = isUnbound;
    if (isUnbound) this.receiver.unbound(name);
    else this.reported = '';
  }

  private forgetOthers(failures: readonly ListenError[]): void {
    const texts = new Set(failures.map(({ address }) => formatListen(address)));
    for (const text of this.failing.keys()) if (!texts.has(text)) this.failing.delete(text);
  }

  private report(failures: readonly ListenError[]): void {
    if (this.mode === 'stopped') return;
    for (const error of failures) {
      const key = formatListen(error.address);
      if (this.isNotYet(error) || isSame(this.failing.get(key), error)) continue;
      this.failing.set(key, error);
      this.receiver.failed(error);
    }
  }

  private mayCome(error: ListenError): boolean {
    // EINVAL of an address with a zone: there is no such interface.
    const lacksZone = error.code === 'EINVAL' && error.address.host?.includes('%') === true;
    return MAY_COME.has(error.code) || lacksZone || this.isNotYet(error);
  }

  private isNotYet({ code }: ListenError): boolean {
    return this.entry.interface !== undefined && NOT_YET.has(code);
  }

  /** The addresses listened on, as one text. */
  private get text(): string {
    return this.addresses.map(formatListen).join(' ');
  }
}

const isSame = (a: ListenError | undefined, b: ListenError): boolean =>
  a?.code === b.code && a.user?.pid === b.user?.pid && a.user?.user === b.user?.user;

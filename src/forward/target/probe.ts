// The try at a target that is under way, one at a time: it takes a turn, as a connection does.
import type { Endpoint } from '../../config/config.js';
import type { Slot, Turns } from '../admit/turns.js';
import { hangUp } from '../wire/hang-up.js';
import type { Wire } from '../wire/wire.js';
import type { DialResult, FailedDial, NameDialler } from './dial.js';
import { TRY, tryOnce, type TlsTries } from './tries.js';

export class Probe {
  private running: { readonly cancel: () => FailedDial; readonly slot: Slot } | undefined;
  private readonly onEnd: (() => void)[] = [];

  constructor(
    private readonly endpoint: Endpoint,
    private readonly turns: Turns,
    private readonly dialler: NameDialler,
    private readonly tls: TlsTries | undefined,
  ) {}

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /**
   * @param timeout in ms; without one the next try ends this one
   * @param onResult a wire in its argument goes to {@link leave}
   * @returns whether a turn was free for it
   */
  begin(timeout: number, onResult: (result: DialResult) => void): boolean {
    const slot = this.turns.request(TRY);
    if (slot === undefined) return false;
    const cancel = tryOnce(this.endpoint, this.dialler, timeout, this.tls, (result) => {
      // First: the connection that gets the slot of the try must know the result.
      onResult(result);
      this.end();
    });
    this.running = { slot, cancel };
    return true;
  }

  /** Gives the turn back later: a gateway of one session counts the try until it has closed it as well. */
  leave(wire: Wire): void {
    const slot = this.running?.slot;
    this.running = undefined;
    wire.owner = { onError: () => undefined, onClose: () => slot?.leave() };
    hangUp(wire, wire.reset.bind(wire));
  }

  /** Returns the failure of a try that has found no answer. */
  end(): FailedDial | undefined {
    const unanswered = this.running?.cancel();
    this.running?.slot.leave();
    this.running = undefined;
    for (const resolve of this.onEnd.splice(0)) resolve();
    return unanswered;
  }

  /** Resolves at the end of the present try; at once if there is none. */
  async ended(): Promise<void> {
    if (this.isRunning) await new Promise<void>((resolve) => this.onEnd.push(resolve));
  }
}

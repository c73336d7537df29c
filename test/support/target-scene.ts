// A target on its own, with its observers: what they are told, and whether it is being tried.
import { Turns } from '../../src/forward/admit/turns.js';
import { CarrierWatch, type LinkSnapshot } from '../../src/forward/target/carrier-watch.js';
import type { Heard, TargetEvents } from '../../src/forward/target/context.js';
import { Target } from '../../src/forward/target/target.js';
import { anyWay } from '../../src/forward/target/way.js';
import type { Wire } from '../../src/forward/wire/wire.js';
import { visitor } from './visitors.js';
import { nameDialler, WIRES } from './wires.js';

/** The cause of an outage. */
export const REFUSED = { outcome: 'target-refused', code: 'ECONNREFUSED' } as const;

/** A machine whose interfaces are not told of. */
export const NO_LINKS: LinkSnapshot = {
  leadingTo: () => [],
  waysTo: () => undefined,
  hasCarrier: () => undefined,
};

/** A connection that has been closed already. */
const CLOSED = { isOpen: false } as Wire;

/** A target that takes one connection at a time, and what is told about it. */
export class TargetScene {
  readonly told: string[] = [];
  readonly observer = this.listener('observer');
  readonly target: Target;

  /** How long live connections have been silent, in ms. */
  silentMs = Infinity;
  soughtTargets = 1;
  private readonly live: Heard[] = [];

  /** It is not observed yet. */
  constructor(
    port: number,
    host = '127.0.0.1',
    links: () => LinkSnapshot = () => NO_LINKS,
    isPassive = false,
  ) {
    this.target = new Target({ host, port }, new Turns(1), {
      dialler: nameDialler(WIRES[0][1]),
      way: anyWay(WIRES[0][1], () => false),
      source: undefined,
      isPassive,
      carriers: new CarrierWatch(links),
      reporter: this.listener('reporter'),
      soughtTargets: () => this.soughtTargets,
    });
  }

  /** One that has been reached before, and is observed; nothing has been told. */
  static reached(...where: ConstructorParameters<typeof TargetScene>): TargetScene {
    const scene = new TargetScene(...where);
    scene.connected();
    scene.disconnected();
    scene.target.observe(scene.observer);
    return scene;
  }

  /** A connection has been established; disconnected() is owed. */
  connected(): void {
    const silentMs = (): number => this.silentMs;
    const connection = {
      get silentMs() {
        return silentMs();
      },
    };
    this.live.push(connection);
    this.target.connected(connection, CLOSED);
  }

  disconnected(): void {
    const connection = this.live.pop();
    if (connection) this.target.disconnected(connection);
  }

  listener(name: string): TargetEvents {
    return {
      targetDown: ({ outcome }) => this.told.push(`${name} ${outcome}`),
      targetUp: () => this.told.push(`${name} up`),
    };
  }

  /** Whether it is being tried, which takes the one turn there is. */
  get isTried(): boolean {
    const turn = this.target.turns.request(visitor('somebody', { maxQueue: 0 }));
    turn?.leave();
    return turn === undefined;
  }

  get isDown(): boolean {
    return this.target.outage !== undefined;
  }
}

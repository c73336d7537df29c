// A forwarder between a client and a target of the test's own, all in this process, all on free ports.
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { after, before, describe } from 'node:test';
import type { ForwardConfig } from '../../src/config/config.js';
import { Admission, type AdmissionLimits } from '../../src/forward/admit/admission.js';
import type { AddressesOf } from '../../src/forward/listen/address-watch.js';
import type { PortUserOf } from '../../src/forward/listen/listener.js';
import { Forwards } from '../../src/forward/forwards.js';
import type { ConnectionRecord, RecordSink } from '../../src/forward/record.js';
import type { Unacknowledged } from '../../src/forward/relay/reset.js';
import { isOwnAddress, ownNetworks } from '../../src/machine/interfaces.js';
import { askWay } from '../../src/machine/kernel-way.js';
import { portUser as portUserHere } from '../../src/machine/listeners.js';
import { Names, type Lookup } from '../../src/forward/target/names.js';
import { lookUp } from '../../src/machine/lookup.js';
import { unacknowledged as unacknowledgedHere } from '../../src/machine/send-queue.js';
import { formatListen } from '../../src/config/listen-address.js';
import type { WireMaker } from '../../src/forward/wire/wire.js';
import { forwardConfig } from './config.js';
import { CAREFUL, closed, listen, receive, type ReceivedStream } from './sockets.js';
import { NO_LINKS } from './target-scene.js';
import { WIRES } from './wires.js';

/** The connected ends of one forwarded connection. */
export interface Pair {
  readonly client: Socket;
  readonly target: Socket;
}

export interface TestForward {
  /** Where it listened first. */
  readonly port: number;
  readonly config: ForwardConfig;
  readonly forwards: Forwards;
  readonly admission: Admission;
  /** All other reports: `targetDown`, `listening 127.0.0.1:8080` … */
  readonly events: string[];
  /** Every record so far. */
  readonly records: ConnectionRecord[];
  /** The next event that begins like this, or one that has come already, as soon as it is there; it is then taken away. */
  event(start: string): Promise<string>;
  /**
   * Connects a client, not waiting for the target; `prepare` gets the socket before it is connected.
   *
   * @param from the client's address, on loopback
   * @param to where the forward listens, too
   */
  client(prepare?: (socket: Socket) => void, from?: string, to?: string): Promise<Socket>;
  /** The next connection the test's own target accepts. */
  accepted(): Promise<Socket>;
  /** Connects a client and hands out both ends. */
  pair(to?: string): Promise<Pair>;
  /** The record of the nth connection to end (from 1), as soon as it is there. */
  record(nth?: number): Promise<ConnectionRecord>;
  stop(): Promise<void>;
}

export interface TestForwardOptions extends Partial<ForwardConfig> {
  readonly limits?: Partial<AdmissionLimits>;
  /** The addresses of interfaces; by default there are none. */
  readonly addressesOf?: AddressesOf;
  /** The other programs on its ports; by default those that the kernel tells. */
  readonly portUser?: PortUserOf;
  /** In place of the kernel's answer. */
  readonly unacknowledged?: Unacknowledged;
  /** In place of this machine's lookups of names. */
  readonly lookup?: Lookup;
  /** Gets every record, too. */
  readonly ended?: RecordSink;
}

let usualWires: WireMaker<Server> = WIRES[0][1];

/** Like describe(), once for each kind of wires. */
export function describeOverWires(name: string, body: () => void): void {
  for (const [how, wires] of WIRES) {
    describe(`${name}, over ${how}`, () => {
      before(() => {
        usualWires = wires;
      });
      after(() => {
        usualWires = WIRES[0][1];
      });
      body();
    });
  }
}

const USUAL = {
  addressesOf: () => [],
  portUser: portUserHere,
  unacknowledged: unacknowledgedHere,
  lookup: lookUp,
  ended: () => undefined,
};

/** With a target server of its own, or in front of `options.target`. */
export async function startForward(options: TestForwardOptions = {}): Promise<TestForward> {
  const emitter = new EventEmitter();
  const records: ConnectionRecord[] = [];
  const targetServer = createServer(CAREFUL);
  const sockets = new Set<Socket>();
  targetServer.on('connection', (socket) => {
    socket.on('error', () => undefined);
    sockets.add(socket);
  });
  const targetPort = await listen(targetServer);
  const { limits, addressesOf, portUser, unacknowledged, lookup, ended, ...own } = { ...USUAL, ...options };
  const admission = new Admission({
    connections: Infinity,
    perClient: Infinity,
    capacity: Infinity,
    ...limits,
  });
  const config = forwardConfig({ target: { host: '127.0.0.1', port: targetPort }, ...own });
  const events: string[] = [];
  const tell = (text: string): void => {
    events.push(text);
    emitter.emit('event');
  };
  let id = 0;
  const forwards = new Forwards(
    {
      admission,
      sinks: [(record) => records.push(record), ended, () => emitter.emit('record')],
      nextId: () => (id += 1),
      unacknowledged,
      wires: usualWires,
      addressesOf,
      portUser,
      isInOwnSubnet: () => false,
      isOwnAddress,
      isHomeAway: () => false,
      ownNetworks,
      askWay,
      links: () => NO_LINKS,
      names: new Names(lookup),
    },
    {
      acceptFailed: (_forward, code) => {
        throw new Error(`accept failed: ${code}`);
      },
      listening: (forward, addresses) => {
        tell(`listening ${forward.name} ${addresses.map(formatListen).join(' ')}`);
      },
      waiting: (forward, interfaceName) => {
        tell(`waiting ${forward.name} ${interfaceName}`);
      },
      listenFailed: (forward, { code }) => {
        tell(`listenFailed ${forward.name} ${code}`);
      },
      targetDown: ({ target }, { outcome }) => {
        tell(`targetDown ${target.port} ${outcome}`);
      },
      targetUp: ({ target }) => {
        tell(`targetUp ${target.port}`);
      },
      certificateOutdated: ({ target }, { validTo }) => {
        tell(`certificateOutdated ${target.port} ${validTo.toISOString()}`);
      },
    },
  );
  const isOwn = own.target === undefined;
  const probe = isOwn ? once(targetServer, 'connection') : undefined;
  await forwards.apply([config]);
  if (probe !== undefined) ((await probe) as [Socket])[0].destroy();
  const port = forwards.views[0]?.addresses[0]?.port ?? config.listen[0]?.port ?? 0;
  const client = async (
    prepare?: (socket: Socket) => void,
    from?: string,
    to = '127.0.0.1',
  ): Promise<Socket> => {
    const local = from === undefined ? {} : { localAddress: from };
    const socket = connect({ port, host: to, ...local, ...CAREFUL });
    socket.on('error', () => undefined);
    prepare?.(socket);
    sockets.add(socket);
    // A target that refuses at once can make the RST overtake the news that the client is connected.
    await settled(socket);
    return socket;
  };
  const accepted = async (): Promise<Socket> => {
    const [socket] = (await once(targetServer, 'connection')) as [Socket];
    return socket;
  };
  return {
    port,
    config,
    forwards,
    admission,
    events,
    records,
    event: async (start) => {
      for (;;) {
        const at = events.findIndex((each) => each.startsWith(start));
        if (at >= 0) return events.splice(at, 1)[0] ?? '';
        await once(emitter, 'event');
      }
    },
    client,
    accepted,
    pair: async (to) => {
      const [target, socket] = await Promise.all([accepted(), client(undefined, undefined, to)]);
      return { client: socket, target };
    },
    record: async (nth = 1) => {
      for (;;) {
        const record = records[nth - 1];
        if (record !== undefined) return record;
        await once(emitter, 'record');
      }
    },
    stop: async () => {
      forwards.stopListening();
      targetServer.close();
      forwards.abortAll();
      for (const socket of sockets) socket.destroy();
      await Promise.all([forwards.drained(), ...Array.from(sockets, closed)]);
    },
  };
}

/** Waits until the socket is connected or has failed. */
function settled(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      resolve();
    };
    socket.once('connect', done).once('close', done);
  });
}

/** The connections that wait for their turn. */
export function queuedIn({ forwards }: TestForward): number {
  return [...forwards.views, ...forwards.retiredViews].reduce((sum, { queued }) => sum + queued, 0);
}

/** Waits until so many connections wait for their turn. */
export async function queued(forward: TestForward, count: number): Promise<void> {
  while (queuedIn(forward) !== count) await new Promise(setImmediate);
}

/** How a connection of a client that writes `bytes` at once ends. */
export async function fate(
  forward: TestForward,
  bytes: string | Uint8Array,
  from?: string,
): Promise<ReceivedStream> {
  let received: Promise<ReceivedStream> | undefined;
  await forward.client((socket) => {
    received = receive(socket);
    socket.write(bytes);
  }, from);
  assert.ok(received);
  return received;
}

/** Runs `body` with a forward of its own and cleans up, also when it fails. */
export function withForward(
  options: TestForwardOptions,
  body: (forward: TestForward) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const forward = await startForward(options);
    try {
      await body(forward);
    } finally {
      await forward.stop();
    }
  };
}

/** Each test of a direction runs twice, with the ends swapped. */
export const DIRECTIONS = ['toTarget', 'toClient'] as const;
export type DirectionName = (typeof DIRECTIONS)[number];

/** The two ends of `pair` as seen by bytes going in `direction`. */
export function ends(pair: Pair, direction: DirectionName): { sender: Socket; receiver: Socket } {
  return direction === 'toTarget'
    ? { sender: pair.client, receiver: pair.target }
    : { sender: pair.target, receiver: pair.client };
}

export function bytesIn(record: ConnectionRecord, direction: DirectionName): number {
  return direction === 'toTarget' ? record.bytesToTarget : record.bytesToClient;
}

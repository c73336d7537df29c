// A forwarder between a client and a target of the test's own, all in this process, all on free ports.
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { ForwardConfig } from '../../src/config/config.js';
import { Admission } from '../../src/forward/admission.js';
import type { ConnectionRecord } from '../../src/forward/connection.js';
import { Forwarder } from '../../src/forward/forwarder.js';
import type { Unacknowledged } from '../../src/forward/reset.js';
import { unacknowledged } from '../../src/host/send-queue.js';
import { CAREFUL, closed, listen, receive, type Received } from './sockets.js';

/** The connected ends of one forwarded connection. */
export interface Pair {
  readonly client: Socket;
  readonly target: Socket;
}

export interface TestForward {
  readonly port: number;
  readonly forwarder: Forwarder;
  readonly admission: Admission;
  /** Every record so far. */
  readonly records: ConnectionRecord[];
  /** Connects a client, not waiting for the target; `prepare` gets the socket before it is connected. */
  client(prepare?: (socket: Socket) => void): Promise<Socket>;
  /** The next connection the test's own target accepts. */
  accepted(): Promise<Socket>;
  /** Connects a client and hands out both ends. */
  pair(): Promise<Pair>;
  /** The record of the nth connection to end (from 1), as soon as it is there. */
  record(nth?: number): Promise<ConnectionRecord>;
  stop(): Promise<void>;
}

export interface TestForwardOptions extends Partial<Omit<ForwardConfig, 'listen'>> {
  readonly maxConnections?: number;
  /** In place of the kernel's answer. */
  readonly unacknowledged?: Unacknowledged;
}

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
  const admission = new Admission(options.maxConnections ?? Infinity);
  let id = 0;
  const forwarder = new Forwarder(
    {
      name: 'test',
      target: { host: '127.0.0.1', port: targetPort },
      connectTimeout: 5000,
      idleTimeout: 0,
      halfCloseTimeout: 0,
      ...options,
      listen: [{ host: '127.0.0.1', port: 0 }],
    },
    { admission, nextId: () => (id += 1), unacknowledged: options.unacknowledged ?? unacknowledged },
    {
      ended: (record) => {
        records.push(record);
        emitter.emit('record');
      },
      acceptFailed: (_forward, code) => {
        throw new Error(`accept failed: ${code}`);
      },
    },
  );
  const [address] = await forwarder.start();
  const port = address?.port ?? 0;
  const client = async (prepare?: (socket: Socket) => void): Promise<Socket> => {
    const socket = connect({ port, host: '127.0.0.1', ...CAREFUL });
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
    forwarder,
    admission,
    records,
    client,
    accepted,
    pair: async () => {
      const [target, socket] = await Promise.all([accepted(), client()]);
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
      forwarder.stopListening();
      targetServer.close();
      forwarder.abortAll();
      for (const socket of sockets) socket.destroy();
      await Promise.all([forwarder.drained(), ...Array.from(sockets, closed)]);
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

/** How a connection of a client that writes `text` at once ends. */
export async function fate(forward: TestForward, text: string): Promise<Received> {
  let received: Promise<Received> | undefined;
  await forward.client((socket) => {
    received = receive(socket);
    socket.write(text);
  });
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

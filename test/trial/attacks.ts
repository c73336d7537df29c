// The attacks of the hostile trial: what a client can do to a forwarder short of breaking the network.
import { randomBytes, randomInt } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { FLOOD, QUESTION } from './question.js';

/** A running attack. */
export interface Attack {
  /** Connections begun so far. */
  readonly connections: () => number;
  /** Leaves all connections as a process that ends does. */
  readonly stop: () => Promise<void>;
}

interface Kind {
  /** Connections at once. */
  readonly atOnce: number;
  /** How long after the end of a connection its successor comes at the earliest, in ms. */
  readonly again: number;
  /** Few, so that limits per client leave room for others; a flood needs some because each has only 28,000 ports. */
  readonly addresses: number;
  /** The use that an attacker makes of a connection once there is one. */
  readonly connected: (socket: Socket) => void;
}

/** Floods come as fast as they can; those that stay come back at leisure. */
const FLOODING = { atOnce: 128, again: 0, addresses: 3 } as const;
const STAYING = { atOnce: 500, again: 100, addresses: 1 } as const;
/** Fewer, because the kernel keeps some MiB for each of them on either side of the program. */
const FLOODED = { ...STAYING, atOnce: 100 } as const;
const BYTE_EVERY_MS = 100;
const MOST_RANDOM_BYTES = 4096;

const question = Buffer.from([QUESTION, 1, 0]);
const flood = Buffer.from([FLOOD]);

export const ATTACKS = {
  'connect and close': { ...FLOODING, connected: (socket) => socket.destroy() },
  'connect and reset': { ...FLOODING, connected: (socket) => socket.resetAndDestroy() },
  'bytes and reset': {
    ...FLOODING,
    connected: (socket) => {
      socket.write(question);
      socket.resetAndDestroy();
    },
  },
  'connect and stay silent': { ...STAYING, connected: () => undefined },
  'ask, close, never read': { ...FLOODED, connected: (socket) => socket.pause().end(flood) },
  'ask for a flood, never read': { ...FLOODED, connected: (socket) => socket.pause().write(flood) },
  'a byte now and then': { ...STAYING, connected: trickle },
  'random bytes': { ...FLOODING, again: 1, connected: (socket) => socket.resume().end(junk()) },
} as const satisfies Record<string, Kind>;

export type AttackName = keyof typeof ATTACKS;

function junk(): Buffer {
  return randomBytes(randomInt(1, MOST_RANDOM_BYTES));
}

function trickle(socket: Socket): void {
  const timer = setInterval(() => socket.write('.'), randomInt(1, 2 * BYTE_EVERY_MS));
  socket.resume().on('close', () => {
    clearInterval(timer);
  });
}

const FIRST_NETWORK = 66;

/** Every attack has addresses of its own: a connection it has closed keeps its port busy for a minute (TIME_WAIT). */
function address(name: AttackName, number: number): string {
  const network = FIRST_NETWORK + Object.keys(ATTACKS).indexOf(name);
  return `127.0.${network}.${number + 1}`;
}

/** @param rate connections begun per second, at most */
export function attack(name: AttackName, port: number, rate: number): Attack {
  const kind: Kind = ATTACKS[name];
  const again = Math.max(kind.again, (1000 * kind.atOnce) / rate);
  const sockets = new Set<Socket>();
  let connections = 0;
  let isOver = false;
  for (let i = 0; i < kind.atOnce; i += 1) begin();
  return {
    connections: () => connections,
    stop: async () => {
      isOver = true;
      for (const socket of sockets) socket.destroy();
      while (sockets.size > 0) await new Promise(setImmediate);
    },
  };

  function begin(): void {
    if (isOver) return;
    const localAddress = address(name, connections % kind.addresses);
    connections += 1;
    const socket = connect({ port, host: '127.0.0.1', localAddress, allowHalfOpen: true });
    sockets.add(socket);
    socket.on('connect', () => {
      kind.connected(socket);
    });
    socket.on('error', () => undefined).on('end', () => socket.end());
    socket.on('close', () => {
      sockets.delete(socket);
      setTimeout(begin, again);
    });
  }
}

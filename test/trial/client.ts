// The client of one connection of the soak.
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { CAREFUL } from '../support/sockets.js';
import { End, type EndReport } from './end.js';
import type { Plan, PlanLimits } from './plan.js';

export interface ClientReport extends EndReport {
  /** `address:port`, as in the connection log. */
  readonly client: string;
  /** By performance.now(). */
  readonly startedAt: number;
  readonly endedAt: number;
  /** It had not ended after LONGEST_MS, and was cut from outside. */
  readonly isStuck: boolean;
}

/** Where a client connects from; given and not left to the kernel, so that the log's record is known to be its own. */
export interface ClientAddress {
  readonly localAddress: string;
  readonly localPort: number;
}

/** A plan takes a few seconds, and a machine with much else to do some more. */
const LONGEST_MS = 60_000;

/** Acts out the client's part of `plan`; undefined if the address was taken. */
export async function runClient(
  port: number,
  from: ClientAddress,
  plan: Plan,
  limits: PlanLimits,
): Promise<ClientReport | undefined> {
  const startedAt = performance.now();
  const socket = connect({ port, host: '127.0.0.1', ...from, ...CAREFUL });
  const end = new End(socket, 'client', limits, () => undefined);
  let isStuck = false;
  const watchdog = setTimeout(() => {
    isStuck = true;
    end.cut('reset');
  }, LONGEST_MS);
  await turn(); // the next turn of the event loop asks the kernel to connect: a cut before is no connection at all
  void end.follow(plan);
  await end.closed;
  clearTimeout(watchdog);
  if (end.report.error === 'EADDRINUSE' || end.report.error === 'EADDRNOTAVAIL') return undefined;
  const client = `${from.localAddress}:${from.localPort}`;
  return { ...end.report, client, startedAt, endedAt: performance.now(), isStuck };
}

const CLIENTS = 8;
/** Not 127.0.0.1, from which all others connect. */
const FIRST_CLIENT = 2;
const FIRST_PORT = 10_000;
const PORTS = 50_000;

/** Every connection gets another address and port; the first is used again after 400,000 others. */
export function clientAddress(number: number): ClientAddress {
  return {
    localAddress: `127.0.0.${FIRST_CLIENT + (number % CLIENTS)}`,
    localPort: FIRST_PORT + (Math.floor(number / CLIENTS) % PORTS),
  };
}

// All load processes together: the targets and as many clients as this machine has room for.
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayCalls, LoadCalls, PolledGateway, TargetCalls } from './load/calls.js';
import { sum } from './statistics.js';
import { HelperProcess, type HelperCalls } from '../test/support/helper-process.js';

/** One processor for the forwarder and one for the target; more clients than this would not load it more. */
const NOT_FOR_CLIENTS = 2;
const MOST_CLIENTS = 4;
/** How many processes, or threads, make load at the same time. */
export const CLIENTS = Math.min(Math.max(availableParallelism() - NOT_FOR_CLIENTS, 1), MOST_CLIENTS);

/** A call takes up to some seconds; a connection that has stalled never ends. */
const PATIENCE_MS = 20_000;

function startProcess<Calls extends HelperCalls<Calls>>(program: string): HelperProcess<Calls> {
  return new HelperProcess<Calls>(new URL(`load/${program}.js`, import.meta.url), PATIENCE_MS);
}

function startClients(): HelperProcess<LoadCalls>[] {
  return Array.from({ length: CLIENTS }, () => startProcess<LoadCalls>('client'));
}

/** Bytes on their way get this long to arrive. */
const ARRIVAL_MS = 1000;
const LOOK_EVERY_MS = 10;

export class Load {
  private readonly target = startProcess<TargetCalls>('target');
  private readonly simulator = startProcess<GatewayCalls>('gateway');
  private clients = startClients();

  /** Of the target of everything but polls. */
  port = 0;
  /** Of polls. */
  gateway: PolledGateway | undefined;

  async start(): Promise<void> {
    this.port = await this.target.call('listen');
    this.gateway = await this.simulator.call('listen');
  }

  /** Only the first client does it. */
  async one<Name extends keyof LoadCalls>(
    name: Name,
    ...args: Parameters<LoadCalls[Name]>
  ): Promise<Awaited<ReturnType<LoadCalls[Name]>>> {
    const [client] = this.clients;
    if (client === undefined) throw new Error('there is no client');
    return client.call(name, ...args);
  }

  /** All clients do it at the same time. */
  async all<Name extends keyof LoadCalls>(
    name: Name,
    ...args: Parameters<LoadCalls[Name]>
  ): Promise<Awaited<ReturnType<LoadCalls[Name]>>[]> {
    return Promise.all(this.clients.map((client) => client.call(name, ...args)));
  }

  /** Holds so many connections, spread over the clients. */
  async hold(port: number, count: number): Promise<void> {
    const shares = this.clients.map((_, index) =>
      Math.floor((count + this.clients.length - 1 - index) / this.clients.length),
    );
    await Promise.all(this.clients.map((client, index) => client.call('hold', port, shares[index] ?? 0)));
  }

  /** After a failure it is unknown what the clients still wait for. */
  async restartClients(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.end()));
    this.clients = startClients();
  }

  /** Runs `body`. @throws Error unless every byte that was sent meanwhile reaches the other side */
  async complete<T>(body: () => Promise<T>): Promise<T> {
    const before = await this.onTheirWay();
    const result = await body();
    const deadline = Date.now() + ARRIVAL_MS;
    for (;;) {
      const [toTarget, toClient] = difference(before, await this.onTheirWay());
      if (toTarget === 0 && toClient === 0) return result;
      if (Date.now() > deadline)
        throw new Error(`${toTarget} bytes did not come to the target, ${toClient} not to the clients`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** Bytes that one side has sent and the other has not received: to the target, and to the clients. */
  private async onTheirWay(): Promise<Pair> {
    const clients = await this.all('totals');
    const target = await this.target.call('totals');
    return [
      sum(clients.map(({ sent }) => sent)) - target.received,
      target.sent - sum(clients.map(({ received }) => received)),
    ];
  }

  async end(): Promise<void> {
    await Promise.all([this.target, this.simulator, ...this.clients].map((each) => each.end()));
  }
}

type Pair = readonly [number, number];

const difference = ([a, b]: Pair, [c, d]: Pair): Pair => [c - a, d - b];

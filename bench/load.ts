// All load processes together: the target and as many clients as this machine has room for.
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadCalls, LoadTotals } from './load/calls.js';
import { sum } from './statistics.js';
import { HelperProcess } from '../test/support/helper-process.js';

/** One processor for the forwarder and one for the target; more clients than this would not load it more. */
const NOT_FOR_CLIENTS = 2;
const MOST_CLIENTS = 4;

/** A call takes up to some seconds; a connection that has stalled never ends. */
const PATIENCE_MS = 20_000;

type LoadProcess = HelperProcess<LoadCalls>;

function startProcess(program: 'client' | 'target'): LoadProcess {
  return new HelperProcess(new URL(`load/${program}.js`, import.meta.url), PATIENCE_MS);
}

/** Counts of both ends during one measurement. */
export interface LoadBytes {
  readonly toTarget: LoadTotals;
  readonly toClient: LoadTotals;
}

/** Bytes on their way get this long to arrive. */
const ARRIVAL_MS = 1000;
const LOOK_EVERY_MS = 10;

export class Load {
  private readonly target = startProcess('target');
  private clients = this.startClients();
  port = 0;

  async start(): Promise<void> {
    this.port = await this.target.call('listen');
  }

  private startClients(): LoadProcess[] {
    const length = Math.min(Math.max(availableParallelism() - NOT_FOR_CLIENTS, 1), MOST_CLIENTS);
    return Array.from({ length }, () => startProcess('client'));
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

  /** Of all load processes. */
  get pids(): number[] {
    return [this.target, ...this.clients].map(({ pid }) => pid);
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
    this.clients = this.startClients();
  }

  private async totals(): Promise<readonly [LoadTotals, LoadTotals]> {
    const clients = await this.all('totals');
    const sent = sum(clients.map((each) => each.sent));
    const received = sum(clients.map((each) => each.received));
    return [{ sent, received }, await this.target.call('totals')];
  }

  /** Runs `body`; also returns what was sent and received in that time. */
  async counting<T>(body: () => Promise<T>): Promise<readonly [T, LoadBytes]> {
    const before = await this.totals();
    const result = await body();
    const deadline = Date.now() + ARRIVAL_MS;
    for (;;) {
      const bytes = difference(before, await this.totals());
      if (agree(bytes) || Date.now() > deadline) return [result, bytes];
      await sleep(LOOK_EVERY_MS);
    }
  }

  async end(): Promise<void> {
    await Promise.all([this.target, ...this.clients].map((each) => each.end()));
  }
}

function difference(
  before: readonly [LoadTotals, LoadTotals],
  after: readonly [LoadTotals, LoadTotals],
): LoadBytes {
  const [clientBefore, targetBefore] = before;
  const [client, target] = after;
  return {
    toTarget: {
      sent: client.sent - clientBefore.sent,
      received: target.received - targetBefore.received,
    },
    toClient: {
      sent: target.sent - targetBefore.sent,
      received: client.received - clientBefore.received,
    },
  };
}

export function agree({ toTarget, toClient }: LoadBytes): boolean {
  return toTarget.sent === toTarget.received && toClient.sent === toClient.received;
}

// Polls as a household makes them: a new TLS connection, the Digest login, one reading, close.
import { Agent } from 'node:https';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { USAGE_POINT_ID } from '../../src/simulator/theben/identity.js';
import { call } from '../../test/simulator/support.js';
import { median } from '../statistics.js';
import type { PolledGateway, Polls } from './calls.js';

const CLIENTS = 4;
const MICRO = 1000;
const READING = {
  method: 'readings',
  database: 'origin',
  'usage-point-id': USAGE_POINT_ID,
  'last-reading': 'true',
};

/** An agent of its own resumes no TLS session of an earlier poll. Both requests of the login share the connection. */
async function pollOnce(gateway: PolledGateway): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { status, body } = await call(gateway, READING, agent);
  agent.destroy();
  if (status !== 200) throw new Error(`a poll was answered ${status}: ${body.trim()}`);
}

/** @param perSecond of all clients together; Infinity for as many as there can be */
export async function poll(gateway: PolledGateway, ms: number, perSecond: number): Promise<Polls> {
  const began = performance.now();
  const latencies: number[] = [];
  const client = async (_: unknown, index: number): Promise<void> => {
    const due = (nth: number): number =>
      Math.max(began + ((nth * CLIENTS + index) * 1000) / perSecond, performance.now());
    for (let nth = 0; due(nth) < began + ms; nth += 1) {
      await sleep(due(nth) - performance.now());
      const asked = performance.now();
      await pollOnce(gateway);
      latencies.push((performance.now() - asked) * MICRO);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { count: latencies.length, median: median(latencies) };
}

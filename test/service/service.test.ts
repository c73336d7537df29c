// The service from start to stop within this process: what it leaves behind, which is nothing.
import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import type { ForwardConfig } from '../../src/config/config.js';
import type { ConfigWithPlaces } from '../../src/config/load.js';
import { serve } from '../../src/service/service.js';
import { forwardConfig, serviceConfig } from '../support/config.js';
import { freePort } from '../support/program.js';
import { refusedPort } from '../support/sockets.js';
import { inTurns } from '../support/turns.js';

const HOST = '127.0.0.1';

function forward(name: string, ...ports: readonly number[]): ForwardConfig {
  return forwardConfig({ name, listen: ports.map((port) => ({ host: HOST, port })) });
}

function configured(...forwards: readonly ForwardConfig[]): ConfigWithPlaces {
  return { config: serviceConfig(...forwards), places: new Map() };
}

/** Sockets and timers of this process, once what has been closed is gone. */
async function active(): Promise<string[]> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
  return process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP') || name === 'Timeout');
}

describe('the service', () => {
  it('leaves no socket behind when one of several addresses can never be listened on', async () => {
    const before = await active();
    const error = mock.method(process.stderr, 'write', () => true);
    const first = forward('first', await freePort());
    const never = { host: 'fe80::1', port: 8080 };
    const both = configured(
      { ...first, listen: [...first.listen, never] },
      forward('second', await freePort()),
    );
    const status = await serve(both, { speaks: () => Promise.resolve('en') }).finally(() => {
      error.mock.restore();
    });
    assert.equal(status, 1);
    assert.deepEqual(await active(), before);
  });

  it('leaves no timer, socket or signal handler behind when it is stopped', async () => {
    const before = await active();
    const port = await refusedPort();
    const status = await serve(configured(forward('only', port)), {
      speaks: () => Promise.resolve('en'),
      started: () => {
        process.kill(process.pid, 'SIGTERM');
      },
    });
    assert.equal(status, 0);
    assert.deepEqual(await active(), before);
    assert.deepEqual([process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')], [0, 0]);
  });

  it('tells in slices of hundreds of forwards, between which connections are served', async () => {
    const port = await refusedPort();
    const told = new Map<number, number>();
    const status = await inTurns((turn) => {
      const hundreds = Array.from({ length: 200 }, (_, n) => ({
        ...forward(`f${n}`, port),
        listen: [{ host: `127.0.1.${n + 1}`, port: 0 }],
        get sendProxy() {
          told.set(n, turn());
          return 'off' as const;
        },
      }));
      return serve(configured(...hundreds), {
        speaks: () => Promise.resolve('en'),
        started: () => {
          process.kill(process.pid, 'SIGTERM');
        },
      });
    });
    assert.equal(status, 0);
    assert.equal(new Set(told.values()).size, 200);
  });
});

// A target that is never connected to but for a client: when its ports are open, and what counts as an outage.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { listen } from '../../support/sockets.js';
import { REFUSED, TargetScene } from '../../support/target-scene.js';

const GATEWAY = '10.11.120.2';

describe('a target with the probe carrier', () => {
  let ways: string[] | undefined;
  let carriers: Map<string, boolean>;
  let scene: TargetScene;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    ways = ['eth0'];
    carriers = new Map([
      ['eth0', true],
      ['wlan0', true],
    ]);
    const links = () => ({
      leadingTo: () => [...(ways ?? []), 'wlan0'].slice(0, 1),
      waysTo: () => ways,
      hasCarrier: (name: string) => carriers.get(name),
    });
    scene = new TargetScene(443, GATEWAY, links, true);
  });
  afterEach(() => {
    scene.target.ignore(scene.observer);
    mock.timers.reset();
    mock.restoreAll();
  });

  const begin = (): void => {
    scene.target.look();
    scene.target.observe(scene.observer);
  };
  const state = () => [scene.target.reachability.state, scene.target.isUp];

  it('is up as soon as there is a way to it, without a success that nothing has had', () => {
    begin();
    assert.deepEqual(state(), ['up', true]);
    assert.equal(scene.target.reachability.lastSuccessAt, undefined);
  });

  it('is down while its cable has no carrier, and up at once when it has', () => {
    carriers.set('eth0', false);
    begin();
    assert.deepEqual(state(), ['down', false]);
    assert.deepEqual(scene.target.outage, {
      outcome: 'target-unreachable',
      code: 'ENETDOWN',
      interface: 'eth0',
    });
    carriers.set('eth0', true);
    mock.timers.tick(1000);
    assert.deepEqual(state(), ['up', true]);
    carriers.set('eth0', false);
    mock.timers.tick(1000);
    assert.deepEqual(state(), ['down', false]);
  });

  it('is down when only the way to the internet is left', () => {
    begin();
    [ways] = [[]];
    carriers.set('eth0', false);
    mock.timers.tick(10_000);
    assert.deepEqual(state(), ['down', false]);
    assert.equal(scene.target.reachability.lastFailure?.code, 'ENETUNREACH');
  });

  it('is up if its name leads nobody knows where', () => {
    ways = undefined;
    begin();
    assert.deepEqual(state(), ['up', true]);
  });

  it('does not take a refusal for an outage: another machine may have the only session', () => {
    begin();
    scene.target.failed(REFUSED);
    assert.deepEqual([...state(), scene.isDown], ['up', true, false]);
  });

  it('is not ready after a client got no answer, until the next look, with its ports open', () => {
    begin();
    scene.target.failed({ outcome: 'target-timeout', code: 'ETIMEDOUT' });
    assert.deepEqual([...state(), scene.told], ['down', true, []]);
    const now = performance.now();
    mock.method(performance, 'now', () => now + 5000);
    scene.target.look();
    assert.deepEqual(state(), ['up', true]);
  });

  it('is not ready with another certificate until a connection has shown the right one', () => {
    begin();
    scene.target.failed({ outcome: 'target-certificate-changed', code: 'OTHER' });
    const now = performance.now();
    mock.method(performance, 'now', () => now + 5000);
    scene.target.look();
    assert.deepEqual(state(), ['down', true]);
    scene.connected();
    assert.deepEqual(state(), ['up', true]);
  });
});

describe('a target with the probe carrier at a real gateway', () => {
  it('never connects to it', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    const scene = new TargetScene(await listen(server), '127.0.0.1', undefined, true);
    scene.target.look();
    scene.target.observe(scene.observer);
    scene.target.failed({ outcome: 'target-timeout', code: 'ETIMEDOUT' });
    scene.target.look();
    await scene.target.tried();
    assert.equal(scene.isTried, false);
    scene.target.ignore(scene.observer);
    // A connection would have come before the server's last one.
    await new Promise((resolve) => server.close(resolve));
    assert.equal(connections, 0);
  });
});

// The carrier of the interfaces that lead to a target: when it is down for want of one, and looked for again.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { CarrierWatch, type LinkSnapshot } from '../../../src/forward/target/carrier-watch.js';

/** A machine with two interfaces, and a target behind one of them. */
class Machine {
  readonly told: string[] = [];
  readonly carriers = new Map<string, boolean | undefined>([
    ['eth0', true],
    ['wlan0', true],
  ]);
  leading = ['eth0'];
  looks = 0;
  readonly watch = new CarrierWatch((): LinkSnapshot => {
    this.looks += 1;
    return {
      leadingTo: () => this.leading,
      waysTo: () => this.leading,
      hasCarrier: (name) => this.carriers.get(name),
    };
  });

  readonly target = {
    endpoint: { host: '10.11.120.2' },
    source: undefined,
    ends: undefined,
    isUp: false,
    carrierLost: (name: string): void => {
      this.target.isUp = false;
      this.told.push(`${name} lost`);
    },
    carrierBack: (): void => void this.told.push('back'),
    lookAtWay: (): void => undefined,
  };

  /** The calls of the next second. */
  second(): string[] {
    mock.timers.tick(1000);
    return this.told.splice(0);
  }
}

describe('the watch of carriers', () => {
  let machine: Machine;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setInterval'] });
    machine = new Machine();
  });
  afterEach(() => {
    mock.timers.reset();
  });

  const upAndWatched = (): void => {
    machine.target.isUp = true;
    machine.watch.add(machine.target);
  };

  it('tells of a carrier that is lost, and that is back, once each', () => {
    upAndWatched();
    assert.deepEqual(machine.second(), []);
    machine.carriers.set('eth0', false);
    assert.deepEqual([machine.second(), machine.second()], [['eth0 lost'], []]);
    machine.carriers.set('eth0', true);
    assert.deepEqual([machine.second(), machine.second()], [['back'], []]);
  });

  it('does not mind the carrier of an interface that leads elsewhere', () => {
    upAndWatched();
    machine.carriers.set('wlan0', false);
    assert.deepEqual(machine.second(), []);
  });

  it('knows the interface whose route has gone with its carrier, and waits for it', () => {
    upAndWatched();
    machine.carriers.set('eth0', false);
    machine.leading = ['wlan0'];
    assert.deepEqual(machine.second(), ['eth0 lost', 'back'], 'another way is tried at once');
    machine.carriers.set('eth0', true);
    assert.deepEqual(machine.second(), ['back']);
  });

  it('tells of a way that comes with the address, after the carrier', () => {
    machine.leading = [];
    machine.watch.add(machine.target);
    assert.deepEqual(machine.second(), []);
    machine.leading = ['eth0'];
    assert.deepEqual([machine.second(), machine.second()], [['back'], []]);
  });

  it('follows a way that has changed', () => {
    upAndWatched();
    machine.leading = ['wlan0'];
    machine.second();
    machine.second();
    machine.carriers.set('eth0', false);
    assert.deepEqual(machine.second(), []);
    machine.carriers.set('wlan0', false);
    assert.deepEqual(machine.second(), ['wlan0 lost']);
  });

  it('tells at once of a carrier that is missing from the beginning, unless the target is up all the same', () => {
    machine.carriers.set('eth0', false);
    machine.watch.add(machine.target);
    assert.deepEqual(machine.told.splice(0), ['eth0 lost']);
    assert.deepEqual(machine.second(), []);
    machine.watch.remove(machine.target);
    upAndWatched();
    assert.deepEqual([machine.told, machine.second()], [[], []]);
  });

  it('says nothing where the kernel does not tell, as without /sys or without descriptors', () => {
    upAndWatched();
    machine.carriers.set('eth0', undefined);
    assert.deepEqual(machine.second(), []);
    machine.carriers.set('eth0', true);
    assert.deepEqual(machine.second(), []);
  });

  it('looks once a second for all targets, and not at all for none and for this machine', () => {
    const local = { ...machine.target, endpoint: { host: '127.0.0.1' } };
    machine.watch.add(local);
    machine.second();
    assert.equal(machine.looks, 0);
    const other = { ...machine.target };
    for (const target of [machine.target, other]) machine.watch.add(target);
    machine.looks = 0;
    machine.second();
    assert.equal(machine.looks, 1);
    for (const target of [machine.target, other, local]) machine.watch.remove(target);
    machine.second();
    assert.equal(machine.looks, 1);
  });
});

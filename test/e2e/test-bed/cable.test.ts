// The cable between Pi and gateway: pulled, and plugged in again.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { launchProgram, startProgram } from '../../support/program.js';
import { missing, notRoot } from '../../support/requires.js';
import { GREETED } from '../../support/bed.js';
import { LIMIT, PI, TestBed } from '../../support/test-bed.js';

describe('without the cable to the gateway', { skip: notRoot() || missing('ip', 'curl') }, () => {
  let bed: TestBed;

  beforeEach(async () => {
    bed = new TestBed();
    await bed.up();
  });

  afterEach(() => bed.down());

  const HEALTH = 'http://127.0.0.1:8081';

  /** The first answer of the health server that is as wanted, after those before it. */
  async function healthUntil(path: string, wanted: RegExp): Promise<string> {
    for (;;) {
      const answer = await bed.run('pi', 'curl', '--silent', `${HEALTH}${path}`);
      if (wanted.test(answer)) return answer;
      await pause(50);
    }
  }

  it('the port refuses, also the first client, until the cable is back', LIMIT, async (t) => {
    await bed.greeter();
    const options = { wrapper: bed.inside('pi'), listen: ['192.168.0.10:8080'] };
    const program = await startProgram(['--admin', '127.0.0.1:8081'], options);
    assert.equal(await bed.visit('laptop', PI), GREETED);
    for (let time = 1; time <= 2; time += 1) {
      const pulled = performance.now();
      await bed.change('pull');
      const { code, message } = await program.line(({ event }) => event === 'target-down', time);
      t.diagnostic(`closed ${Math.round(performance.now() - pulled)} ms after the cable was pulled`);
      assert.equal(code, 'ENETDOWN');
      assert.match(String(message), /no carrier on eth0/);
      await healthUntil('/readyz/gateway', /"reason":"target-down".*"ENETDOWN"/);
      for (const host of ['laptop', 'homeassistant'] as const)
        assert.equal(await bed.visit(host, PI), 'ECONNREFUSED');

      const plugged = performance.now();
      await bed.change('plug');
      const untilServed = await bed.visitUntil(GREETED, 'laptop', PI);
      t.diagnostic(`served ${Math.round(performance.now() - plugged)} ms after the cable was plugged in`);
      assert.ok(
        untilServed.every((result) => result === 'ECONNREFUSED'),
        untilServed.join(),
      );
    }
    await program.connection(3);
    const records = program.lines.filter(({ event }) => event === 'connection');
    assert.deepEqual([...new Set(records.map(({ outcome }) => outcome))], ['target-closed'], 'none failed');
  });

  it('the port refuses when the Pi has started before it, and opens with the gateway', LIMIT, async () => {
    await bed.change('pull');
    const options = { wrapper: bed.inside('pi'), listen: ['192.168.0.10:8080'] };
    const program = await launchProgram(['--admin', '127.0.0.1:8081'], options);
    const { code } = await program.line(({ event }) => event === 'target-down');
    assert.equal(code, 'ENETDOWN');
    await program.line(({ event }) => event === 'admin-listening');
    await healthUntil('/readyz', /"reason":"target-down"/);
    assert.equal(await bed.visit('laptop', PI), 'ECONNREFUSED');
    await bed.greeter();
    await bed.change('plug');
    const untilServed = await bed.visitUntil(GREETED, 'laptop', PI);
    assert.deepEqual([...new Set(untilServed)], untilServed.length > 0 ? ['ECONNREFUSED'] : []);
  });

  it('the port follows a gateway with a link-local address', LIMIT, async () => {
    await bed.greeter({ host: 'fe80::2%eth0', port: 443 });
    const options = { wrapper: bed.inside('pi'), listen: ['192.168.0.10:8080'] };
    const program = await startProgram(['--target', '[fe80::2%eth0]:443'], options);
    assert.equal(await bed.visit('laptop', PI), GREETED);
    await bed.change('pull');
    const { code } = await program.line(({ event }) => event === 'target-down');
    assert.equal(code, 'ENETDOWN');
    assert.equal(await bed.visit('laptop', PI), 'ECONNREFUSED');
    await bed.change('plug');
    await program.line(({ event }) => event === 'target-up');
  });

  it('the port stays open while another cable is pulled', LIMIT, async () => {
    await bed.greeter();
    const program = await startProgram([], { wrapper: bed.inside('pi'), listen: ['8080'] });
    await bed.change('remove-wlan0');
    await bed.change('add-wlan0');
    await bed.change('pull');
    await program.line(({ event }) => event === 'target-down');
    assert.equal(program.lines.filter(({ event }) => event === 'target-down').length, 1);
  });
});

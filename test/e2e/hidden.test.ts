// Where the system hides itself: as the first process of a container without /proc, and with itself as target.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { freePort, MAIN, withProgram } from '../support/program.js';
import { missing, notRoot } from '../support/requires.js';

const skip = notRoot() || missing('unshare') || missing('ip');

describe('without /proc', { skip }, () => {
  const prepare = 'mount -t tmpfs none /proc && exec "$0" "$@"';
  const wrapper = ['unshare', '-p', '-f', '-m', '--kill-child', 'sh', '-c', prepare];

  it('has all metrics but those that need it', async () => {
    const port = await freePort();
    const body = async (): Promise<void> => {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
      assert.equal(answer.status, 200);
      const text = await answer.text();
      const names = Array.from(text.matchAll(/^(process_\w+) /gm), ([, name]) => name).sort();
      assert.deepEqual(names, [
        'process_cpu_seconds_total',
        'process_heap_bytes',
        'process_start_time_seconds',
      ]);
    };
    await withProgram(['--admin', `127.0.0.1:${port}`], body, { wrapper });
  });
});

describe('its own address as target', { skip }, () => {
  const prepare =
    'ip link set lo up; ip link add wlan0 type veth peer name far0; ip link set far0 up; ip addr add 192.0.2.10/24 dev wlan0; ip link set wlan0 up; exec "$0" "$@"';
  const run = (target: string, listen: string) => {
    const words = [process.execPath, MAIN, '--target', target, '--listen', listen];
    const all = ['-n', 'sh', '-c', prepare, 'timeout', '5', ...words];
    const { status, stderr } = spawnSync('unshare', all, {
      env: { PATH: process.env.PATH },
      encoding: 'utf8',
    });
    return { status, first: stderr.split('\n')[0] };
  };
  for (const listen of ['8080', 'wlan0:8080', '0.0.0.0:8080']) {
    it(`is refused with ${listen}`, () => {
      const came = '192.0.2.10:8080, on which smgw-proxy listens itself (--listen)';
      const first = `--target: expected the address of the gateway, got ${came}`;
      assert.deepEqual(run('192.0.2.10:8080', listen), { status: 2, first });
    });
  }
});

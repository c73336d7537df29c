// examples/fleet/wireguard with real WireGuard, in user space: a centre reads through the tunnel, and only through it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { scratchFolder } from '../../support/deb.js';
import { answer, EXAMPLES, FleetBed, type FleetHost } from '../../support/fleet-bed.js';
import { MAIN } from '../../support/program.js';
import { missing, notRoot } from '../../support/requires.js';

const LIMIT = { timeout: 60_000 };
const skip = notRoot() || missing('ip', 'curl', 'wg-quick', 'wireguard-go');
const FILES = { pi1: 'pi.conf', haproxy: 'centre.conf' } as const;
const ANY_SECOND = ['-sS', '--retry', '30', '--retry-all-errors', '--retry-delay', '1', '--max-time', '30'];

function newKey(): { key: string; known: string } {
  const key = execFileSync('wg', ['genkey'], { encoding: 'utf8' });
  return { key, known: execFileSync('wg', ['pubkey'], { input: key, encoding: 'utf8' }).trim() };
}

describe('WireGuard to a centre', { skip }, () => {
  const bed = new FleetBed();
  const keys = { pi1: newKey(), haproxy: newKey() };

  /** The example lies where it would on that host: each host has its own mounts. */
  function startTunnel(host: keyof typeof FILES): void {
    const folder = scratchFolder();
    const example = readFileSync(path.join(EXAMPLES, 'wireguard', FILES[host]), 'utf8');
    const config = example
      .replace('CENTRE_PUBLIC_KEY', keys.haproxy.known)
      .replace('PI_PUBLIC_KEY', keys.pi1.known);
    writeFileSync(path.join(folder, 'wg0.conf'), config, { mode: 0o600 });
    writeFileSync(path.join(folder, 'private.key'), keys[host].key, { mode: 0o600 });
    const mounts = `mount -t tmpfs tmpfs /run && mkdir -p /etc/wireguard && mount --bind ${folder} /etc/wireguard`;
    const tunnel = 'WG_QUICK_USERSPACE_IMPLEMENTATION=wireguard-go wg-quick up wg0';
    bed.start(host, ['sh', '-c', `${mounts} && ${tunnel}`]).stderr.resume();
  }

  const curl = (host: FleetHost, ...words: readonly string[]): Promise<string> =>
    bed.run(host, 'curl', ...ANY_SECOND, ...words);

  before(async () => {
    await bed.up();
    const config = path.join(EXAMPLES, 'wireguard', 'config.yaml');
    bed.start('pi1', [process.execPath, MAIN, 'run', '--config', config]).stdout.resume();
    startTunnel('pi1');
    startTunnel('haproxy');
  }, LIMIT);
  after(() => bed.down());

  it('is the way to the gateway and to the health of the Pi', LIMIT, async () => {
    const ready = await curl('haproxy', '--fail', 'http://10.77.0.11:8081/readyz');
    assert.deepEqual(JSON.parse(ready), { ready: true, reasons: [] });
    const socket = await bed.connect('haproxy', { host: '10.77.0.11', port: 8441 });
    const words = await socket.setEncoding('utf8').toArray();
    assert.equal(words.join(''), answer(1, 'pi1'));
  });

  it('leaves no port open in the house', LIMIT, async () => {
    await curl('haproxy', '--fail', 'http://10.77.0.11:8081/readyz');
    for (const port of [8441, 8081]) {
      const place = { host: '192.168.77.11', port };
      await assert.rejects(bed.connect('reader', place), { code: 'ECONNREFUSED' });
    }
  });
});

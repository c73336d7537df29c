// Causes of alerts that need a minute or more, several Raspberry Pis, or checks: for a trial, and not for a test.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cause, Scene } from './fleet-causes.js';
import { MAIN } from './program.js';

/** A change of state that has to be seen by a scrape, in ms. */
const SEEN_MS = 2500;
const CHANGES = 10;

/** The results of a check of a Raspberry Pi as it is, before the cause, and from then on as often as `repeat` says. */
const checked = (plant: (scene: Scene) => unknown): Pick<Cause, 'prepare' | 'plant'> => ({
  prepare: ({ readings, pi }) => {
    readings.checked.add(pi);
  },
  plant: async (scene) => {
    await plant(scene);
    await scene.pi.check();
  },
});

/** The program with another version. */
function versioned(folder: string, version: string): string {
  const place = path.join(folder, version);
  cpSync(path.dirname(MAIN), path.join(place, 'bundle'), { recursive: true });
  const description = readFileSync(path.join(path.dirname(MAIN), '../../package.json'), 'utf8');
  writeFileSync(
    path.join(place, 'package.json'),
    JSON.stringify({ ...(JSON.parse(description) as object), version }),
  );
  return path.join(place, 'bundle', path.basename(MAIN));
}

export const MORE_CAUSES: readonly Cause[] = [
  {
    alert: 'SmgwGatewayUnknown',
    cause: 'a packet filter of the Pi forbids the way from the start on',
    also: ['SmgwNeverRead'],
    plant: async ({ fleet, pi }) => {
      await pi.kill();
      await fleet.run('pi1', 'ip', 'route', 'add', 'prohibit', pi.flat(0).gateway);
      await pi.start();
    },
  },
  {
    alert: 'SmgwNotRead',
    cause: 'the reader leaves a flat out',
    plant: ({ readings, pi }) => readings.unread.add(pi.flat(0).name),
  },
  {
    alert: 'SmgwNeverRead',
    cause: 'the reader leaves a flat out from the start on',
    plant: async ({ readings, pi }) => {
      readings.unread.add(pi.flat(0).name);
      await pi.kill();
      await pi.start();
    },
  },
  {
    alert: 'SmgwCertificateChanged',
    cause: 'target-tls, and a gateway with a new certificate',
    also: ['SmgwGatewayUnreachable', 'SmgwNotRead'],
    prepare: ({ fleet, pi }) => {
      const flat = pi.flat(0);
      flat.options = { 'target-tls': 'on', 'target-fingerprint': fleet.fingerprints.get(flat.gateway) };
    },
    plant: ({ fleet, pi }) => fleet.gateway('renew', pi.flat(0).gateway),
  },
  {
    alert: 'SmgwBusy',
    cause: 'one client keeps the only turn of a gateway',
    also: ['SmgwNotRead'],
    prepare: ({ pi }) =>
      (pi.flat(0).options = { 'max-target-connections': 1, 'queue-timeout': '1s', 'turn-idle': '60s' }),
    plant: async ({ readings, pi }) => {
      const sockets = [];
      for (let nth = 0; nth < CHANGES; nth += 1) sockets.push(await readings.open(pi.flat(0)));
      // An unfinished TLS hello: the gateway waits for the rest of it.
      for (const socket of sockets) socket.write(Buffer.from('1603010200', 'hex'));
    },
  },
  {
    alert: 'SmgwFlapping',
    cause: 'a gateway goes and comes back every eight seconds',
    also: ['SmgwNotRead'],
    plant: async ({ fleet, readings, pi }) => {
      const { gateway } = pi.flat(0);
      for (let nth = 0; nth < CHANGES; nth += 1) {
        await fleet.gateway('off', gateway);
        await readings.open(pi.flat(0)).catch(() => undefined);
        await pause(SEEN_MS);
        await fleet.gateway('on', gateway);
        await pause(2 * SEEN_MS);
      }
    },
  },
  {
    alert: 'SmgwRestarts',
    cause: 'kill -9 and a start, five times',
    plant: async ({ pi }) => {
      for (let nth = 0; nth < CHANGES / 2; nth += 1) {
        await pi.kill();
        await pi.start();
        await pause(SEEN_MS);
      }
    },
  },
  {
    alert: 'SmgwFewDescriptors',
    cause: '400 of 512 descriptors taken by idle connections',
    prepare: ({ pi }) => (pi.wrapper = ['prlimit', '--nofile=512']),
    plant: async ({ readings, pi }) => {
      for (let nth = 0; nth < 200; nth += 1) (await readings.open(pi.flat(0))).resume();
    },
  },
  {
    alert: 'SmgwNameTaken',
    cause: 'another device has the mDNS name',
    plant: ({ fleet, pi }) => {
      const name = ['--mdns', 'smgw-taken.local', '--target', pi.flat(0).gateway];
      const rival = [process.execPath, MAIN, 'run', '--listen', 'lan0:8443', ...name];
      fleet.start('pi2', rival).stdout.once('data', () => {
        pi.options = { mdns: 'smgw-taken.local' };
        pi.reload();
      });
    },
  },
  {
    alert: 'SmgwVersions',
    cause: 'two Pis with versions of their own, beside all others',
    pis: 2,
    plant: async ({ fleet, pi }) => {
      const other = fleet.pis[fleet.pis.indexOf(pi) + 1];
      for (const [index, each] of [pi, other].entries()) {
        if (each === undefined) continue;
        each.main = versioned(fleet.folder, `9.9.${index}`);
        await each.kill();
        await each.start();
      }
    },
  },
  {
    alert: 'SmgwCertificateReplaced',
    cause: 'a new gateway at the old address, and a check',
    also: ['SmgwCheckFailed'],
    ...checked(({ fleet, pi }) => fleet.gateway('renew', pi.flat(0).gateway)),
  },
  {
    alert: 'SmgwCertificateShared',
    cause: 'one gateway answers at the addresses of two, and a check',
    also: ['SmgwCertificateReplaced', 'SmgwCheckFailed'],
    ...checked(({ fleet, pi }) => fleet.gateway('lead', pi.flat(0).gateway, pi.flat(1).gateway)),
  },
  {
    alert: 'SmgwCheckMissing',
    cause: 'no check runs any more',
    prepare: ({ readings, pi }) => readings.checked.add(pi),
    plant: ({ readings, pi }) => readings.checked.delete(pi),
  },
  {
    alert: 'SmgwCheckFailed',
    cause: 'a check without the gateway',
    also: ['SmgwGatewayUnreachable', 'SmgwNotRead'],
    ...checked(({ fleet, pi }) => fleet.cables([pi.flat(0).gateway], false)),
  },
];

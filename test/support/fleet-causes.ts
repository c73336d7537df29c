// Faults of a fleet that its operator hears of: for each alert of examples/fleet a cause, made on a fleet that is well.
import { HOST, type FleetPi } from './fleet-pi.js';
import type { FleetReadings } from './fleet-readings.js';
import type { ManyPis } from './many-pis.js';
import { MORE_CAUSES } from './fleet-causes-slow.js';

export interface Scene {
  readonly fleet: ManyPis;
  readonly readings: FleetReadings;
  /** The Raspberry Pi of this cause; others may be its neighbours by number. */
  readonly pi: FleetPi;
}

export interface Cause {
  readonly alert: string;
  readonly cause: string;
  /** Other alerts that follow from it. */
  readonly also?: readonly string[];
  /** So many Raspberry Pis are its own; 1 when left out. */
  readonly pis?: number;
  /** Before the Raspberry Pi starts. */
  readonly prepare?: (scene: Scene) => void;
  readonly plant: (scene: Scene) => unknown;
}

/** More than a page of the kernel has room for. */
const LINES = 60;

/** Those that can be seen within seconds. */
export const QUICK_CAUSES: readonly Cause[] = [
  { alert: 'SmgwPiDown', cause: 'kill -9', plant: ({ pi }) => pi.kill() },
  {
    alert: 'SmgwGatewayUnreachable',
    cause: 'a gateway without power',
    also: ['SmgwNotRead'],
    plant: ({ fleet, pi }) => fleet.cables([pi.flat(0).gateway], false),
  },
  {
    alert: 'SmgwConfigurationRefused',
    cause: 'a reload with a broken file',
    plant: ({ pi }) => {
      pi.reloadRubbish();
    },
  },
  {
    alert: 'SmgwUnanswered',
    cause: 'a log-in with a wrong password',
    plant: ({ pi, readings }) => readings.logInWrongly(pi.flat(0)),
  },
  {
    alert: 'SmgwPortFailed',
    cause: 'another program has the port at the start',
    also: ['SmgwNotRead', 'SmgwNeverRead'],
    plant: async ({ fleet, pi }) => {
      await pi.kill();
      await fleet.listen('pi1', { host: '0.0.0.0', port: pi.flat(0).port });
      await pi.start();
    },
  },
  {
    alert: 'SmgwStrangers',
    cause: 'a client that "allow" leaves out',
    plant: ({ fleet, pi }) => fleet.visit('pi2', { host: HOST, port: pi.flat(0).port }),
  },
  {
    alert: 'SmgwLogLost',
    cause: 'the disk of the log file is full',
    prepare: ({ pi }) => (pi.options = { 'log-file': '/mnt/smgw-proxy.log', 'log-level': 'debug' }),
    plant: async ({ pi, readings }) => {
      const filling = pi.inside('sh', '-c', 'cat /dev/zero >/mnt/other 2>/dev/null');
      await new Promise((resolve) => filling.once('close', resolve));
      // The last page of the file has room for some lines.
      for (let nth = 0; nth < LINES; nth += 1) (await readings.open(pi.flat(0))).destroy();
    },
  },
];

export const CAUSES: readonly Cause[] = [...QUICK_CAUSES, ...MORE_CAUSES];

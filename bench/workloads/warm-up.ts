// Brings what compiles while it runs - the load itself, smgw-proxy, the plain pipe - up to speed.
import type { Running } from '../forwarders/running.js';
import type { Bench } from './workload.js';

const CONNECTIONS = 32;

export async function warmUp({ load, settings }: Bench, { port }: Running): Promise<void> {
  const ms = settings.warmUpMs;
  await load.one('receive', port, ms);
  await load.one('send', port, ms);
  await load.all('visit', port, ms);
  await load.hold(port, CONNECTIONS);
  await load.all('converse', ms);
  await load.all('release');
}

export function needsWarmUp({ forwarder }: Running): boolean {
  return forwarder === undefined || forwarder.compiles;
}

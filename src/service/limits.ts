// The limits of connections, by the configuration and by the file descriptors it leaves free.
import { orUnlimited, type Config } from '../config/config.js';
import type { AdmissionLimits } from '../forward/admit/admission.js';
import { AdminSlot } from './admin-slot.js';
import { MdnsSlot } from './mdns-slot.js';

/** Seldom more: IPv4, and for IPv6 link-local, unique local and global, each of the latter with a temporary one. */
const ADDRESSES_PER_INTERFACE = 6;

/** @param capacity the connections there are descriptors for beside a number of others */
export function admissionLimits(config: Config, capacity: (others: number) => number): AdmissionLimits {
  return {
    capacity: capacity(otherDescriptors(config)),
    connections: orUnlimited(config.maxConnections),
    perClient: orUnlimited(config.maxConnectionsPerClient),
  };
}

function otherDescriptors(config: Config): number {
  const { forwards, admin } = config;
  const entries = [...forwards.flatMap(({ listen }) => listen), ...(admin === undefined ? [] : [admin])];
  const listening = entries.map((entry) => (entry.interface === undefined ? 1 : ADDRESSES_PER_INTERFACE));
  return listening.reduce(
    (sum, each) => sum + each,
    AdminSlot.descriptors(config) + MdnsSlot.descriptors(config),
  );
}

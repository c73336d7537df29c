// Reads the facts of a plan from this machine. Changes nothing.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { isAddress } from '../config/ip-literal.js';
import { SERVICE_CONFIG } from '../config/options.js';
import { textIn } from '../machine/kernel-file.js';
import { readHolders, readListeners, type Holder, type ListeningSocket } from '../machine/listeners.js';
import { isWalledOff, type Unit } from '../systemd/systemd-unit.js';
import { readIfThere } from './files.js';
import { PROFILE, PROFILE_FOLDER, type StoredProfile } from './network-profile.js';
import { ARP_FILE, SANDBOX_FILE, type PlanFacts } from './plan.js';

/** @param found the facts that the user and the discovery give */
export async function gatherFacts(
  found: Omit<PlanFacts, 'newProfile' | 'config' | 'unit' | 'sandbox' | 'arp' | 'arpIgnore'>,
  unit: Unit,
): Promise<PlanFacts> {
  const { han, target, way } = found;
  const overlapping = han.kind === 'ipv4' ? han.overlapping : [];
  return {
    ...found,
    newProfile: newProfile(way?.name ?? PROFILE),
    config: await textOf(SERVICE_CONFIG),
    unit: {
      isActive: isActive(unit),
      isEnabled: unit.file === 'enabled',
      isWalledOff: isAddress(target.host) && isWalledOff(target.host, unit),
    },
    sandbox: await textOf(SANDBOX_FILE),
    arp: await textOf(ARP_FILE),
    arpIgnore: Object.fromEntries(overlapping.map((name) => [name, readArpIgnore(name)])),
  };
}

/** The file is named as NetworkManager would name it. */
function newProfile(name: string): StoredProfile {
  const uuid = randomUUID();
  const usual = `${PROFILE_FOLDER}/${name}.nmconnection`;
  return { uuid, file: existsSync(usual) ? `${PROFILE_FOLDER}/${name}-${uuid}.nmconnection` : usual };
}

/** The service runs, or is about to. */
export const isActive = ({ active }: Unit): boolean => ['active', 'activating', 'reloading'].includes(active);

export const textOf = async (file: string): Promise<string | undefined> =>
  (await readIfThere(file))?.toString();

const readArpIgnore = (name: string): string =>
  textIn(`/proc/sys/net/ipv4/conf/${name}/arp_ignore`).trim() || '0';

/** Ports for a new configuration, and the usual ports that other programs hold. */
export interface PortChoice {
  readonly ports: readonly number[];
  readonly adminPort: number | undefined;
  readonly taken: readonly { readonly port: number; readonly by: Holder | undefined }[];
}

/** The ports of a new configuration, each with its alternatives: the first free one is taken. */
const WISHES: readonly (readonly number[])[] = [[8080], [443, 8443]];
const ADMIN_PORTS = [8081, 8082, 8083];

/** The ports of further gateways. */
const FURTHER_PORTS = Array.from({ length: 1000 }, (_, i) => 8443 + i);

/** @param configured the ports that the configuration has: those in front of a gateway that is away are closed */
export function chooseFurtherPort(configured: readonly number[]): number {
  const taken = new Set([...configured, ...readListeners().map(({ port }) => port)]);
  return FURTHER_PORTS.find((port) => !taken.has(port)) ?? 0;
}

/** @param own the processes of the service and its pages, whose ports count as free; 0 for one that does not run */
export function choosePorts(...own: readonly number[]): PortChoice {
  const listeners = readListeners();
  const holders = readHolders(new Set(listeners.map(({ inode }) => inode)));
  const isOurs = ({ inode }: ListeningSocket): boolean =>
    holders.get(inode)?.some(({ pid }) => own.includes(pid)) === true;
  const others = listeners.filter((each) => !isOurs(each));
  const isFree = (port: number): boolean => others.every((each) => each.port !== port);
  const taken = WISHES.flatMap(([port = 0]) => {
    const other = others.find((each) => each.port === port);
    return other === undefined ? [] : [{ port, by: holders.get(other.inode)?.[0] }];
  });
  return {
    ports: WISHES.flatMap((ports) => ports.find(isFree) ?? []),
    adminPort: ADMIN_PORTS.find(isFree),
    taken,
  };
}

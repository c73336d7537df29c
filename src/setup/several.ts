// Which NetworkManager profile belongs to which gateway, where one machine has several. Pure.
import { isInNetwork } from '../machine/subnet.js';
import type { Action } from './action.js';
import {
  modifying,
  PROFILE,
  profileName,
  TABLE,
  tableProperties,
  type HanAddress,
  type OwnWay,
  type Profile,
} from './network-profile.js';

/** A profile with its name and interface. */
export interface HanProfile extends Profile {
  readonly name: string;
  readonly link: string;
}

/** The profiles from the point of view of one gateway. */
export interface HanProfiles {
  readonly mine: HanProfile | undefined;
  readonly others: readonly HanProfile[];
  /** Undefined for a gateway that needs no table. */
  readonly way: OwnWay | undefined;
}

/** The table of the first gateway, and of those after it. */
const FIRST_TABLE = 101;

/**
 * @param isFurther whether the link gets a gateway beside that of the first profile; otherwise the first profile moves
 *   to it
 */
export function sortProfiles(profiles: readonly HanProfile[], link: string, isFurther: boolean): HanProfiles {
  const first = profiles.find(({ name }) => name === PROFILE);
  const here = profiles.find((each) => each.link === link);
  const mine = here ?? (isFurther ? undefined : first && { ...first, isActive: false });
  const others = profiles.filter(({ uuid }) => uuid !== mine?.uuid);
  const table = mine && tableOf(mine);
  if (mine?.name === PROFILE || (mine === undefined && (!isFurther || first === undefined)))
    return { mine, others, way: table === undefined ? undefined : { name: PROFILE, table } };
  return { mine, others, way: { name: profileName(link), table: table ?? freeTable(others) } };
}

/** Undefined for the main table. */
function tableOf({ properties }: Profile): number | undefined {
  const table = Number(properties[TABLE] ?? 0);
  return table > 0 ? table : undefined;
}

function freeTable(others: readonly HanProfile[]): number {
  const taken = new Set([FIRST_TABLE, ...others.map(tableOf)]);
  let table = FIRST_TABLE;
  while (taken.has(table)) table += 1;
  return table;
}

/** The address of a profile, without its prefix; undefined for a gateway with IPv6 only. */
export function addressOf({ properties }: Profile): string | undefined {
  const [address = ''] = properties['ipv4.addresses']?.split('/') ?? [];
  return address === '' ? undefined : address;
}

/** The gateways whose subnet holds the address of this one, also while they have no address for want of a cable. */
export function sharing(han: HanAddress, others: readonly HanProfile[]): readonly HanProfile[] {
  if (han.kind === 'ipv6-only') return [];
  return others.filter((other) => {
    const [address = '', prefix = ''] = other.properties['ipv4.addresses']?.split('/') ?? [];
    const network = { interface: other.link, address, prefix: Number(prefix), family: 'ipv4' } as const;
    return han.overlapping.includes(other.link) || (address !== '' && isInNetwork(han.gateway, network));
  });
}

/** The address without the overlaps with other gateways: tables and rules keep those apart. */
export function apart<T extends HanAddress>(han: T, others: readonly HanProfile[]): T {
  if (han.kind === 'ipv6-only') return han;
  const links = new Set(others.map(({ link }) => link));
  return { ...han, overlapping: han.overlapping.filter((name) => !links.has(name)) };
}

/** Gives those that share the subnet a table as well, unless they have one. */
export function bindingActions(han: HanAddress, others: readonly HanProfile[]): Action[] {
  return sharing(han, others).flatMap((other) => {
    const address = addressOf(other);
    if (address === undefined || tableOf(other) !== undefined) return [];
    const about = { profile: other.name, link: other.link };
    return modifying(tableProperties(address, FIRST_TABLE), other).map((each) => ({ ...each, about }));
  });
}

/** Whether the gateway is one beside the first. */
export const isFurther = (way: OwnWay | undefined): way is OwnWay =>
  way !== undefined && way.name !== PROFILE;

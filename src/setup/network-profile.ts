// The NetworkManager profile of the link to the gateway: its properties, and the actions that create or modify it.
import path from 'node:path';
import type { Proposal } from '../discovery/propose.js';
import type { Action, CommandLine } from './action.js';

export const PROFILE = 'smgw-han';

/** A profile in another folder does not last: those below /run go with a restart, or netplan makes them anew. */
export const PROFILE_FOLDER = '/etc/NetworkManager/system-connections';

/** The addresses on the link to the gateway. */
export type HanAddress =
  | ({ readonly kind: 'ipv4' } & Proposal)
  /** A gateway with IPv6 only needs no address beyond the link-local one. */
  | { readonly kind: 'ipv6-only' };

/** Keyed by the property names of nmcli(1), with the values of its terse output, which it also reads. */
export type Properties = Readonly<Record<string, string>>;

/** The profile of a gateway beside others, whose subnet has a route table of its own. */
export interface OwnWay {
  readonly name: string;
  readonly table: number;
}

/** The name of the profile of a further gateway. */
export const profileName = (link: string): string => `${PROFILE}-${link}`;

/** Packets from the address go by the table; the main table then has no route to the subnet. */
export const tableProperties = (address: string, table: number): Properties => ({
  [TABLE]: String(table),
  [RULES]: `priority ${table} from ${address} table ${table}`,
});

export const TABLE = 'ipv4.route-table';
const RULES = 'ipv4.routing-rules';

/**
 * The properties keep the gateway's network a dead end: no default route, no name server, no router.
 *
 * @param way undefined for the only gateway of this machine
 */
export function propertiesOf(link: string, han: HanAddress, way?: OwnWay): Properties {
  return {
    ...(way === undefined ? {} : { [NAME]: way.name }),
    ...(way === undefined || han.kind === 'ipv6-only' ? {} : tableProperties(han.address, way.table)),
    'connection.interface-name': link,
    'connection.autoconnect': 'yes',
    // Above the profiles that NetworkManager (-999) and netplan (0) make for the same link.
    'connection.autoconnect-priority': '100',
    'connection.autoconnect-retries': '0',
    'connection.mdns': '0',
    'connection.llmnr': '0',
    ...ipv4Of(han),
    'ipv4.gateway': '',
    'ipv4.dns': '',
    'ipv4.never-default': 'yes',
    'ipv4.ignore-auto-dns': 'yes',
    'ipv4.ignore-auto-routes': 'yes',
    'ipv6.method': 'link-local',
    'ipv6.never-default': 'yes',
    'ipv6.ignore-auto-dns': 'yes',
  };
}

/** Higher than the metric of every default route. */
const METRIC = '2000';
/** Lower than the metric of the home's route, which has the same subnet. */
const METRIC_OVERLAPPING = 50;

function ipv4Of(han: HanAddress): Properties {
  // No metric: where a profile goes through netplan, that of a disabled IPv4 is lost.
  if (han.kind === 'ipv6-only') return { 'ipv4.method': 'disabled', 'ipv4.addresses': '', 'ipv4.routes': '' };
  const { address, prefix, gateway, overlapping } = han;
  // Where another interface has the same subnet, the profile has a host route to the gateway only.
  const isOverlapping = overlapping.length > 0;
  return {
    'ipv4.method': 'manual',
    'ipv4.addresses': `${address}/${isOverlapping ? 32 : prefix}`,
    'ipv4.routes': isOverlapping ? `${gateway}/32 0.0.0.0 ${METRIC_OVERLAPPING} src=${address}` : '',
    'ipv4.route-metric': METRIC,
  };
}

/** The names of all properties that setup sets. */
export function propertyNames(): readonly string[] {
  const han = { kind: 'ipv4', address: '', prefix: 0, gateway: '', overlapping: [] } as const;
  return Object.keys(propertiesOf('', han, { name: '', table: 0 }));
}

/** A profile, and its keyfile. */
export interface StoredProfile {
  readonly uuid: string;
  readonly file: string;
}

/** The present profile. */
export interface Profile extends StoredProfile {
  readonly properties: Properties;
  readonly isActive: boolean;
}

/** Whether setup has made it: by hand, few set all of these. */
export function isOurs({ properties }: Profile): boolean {
  const marks = ['connection.autoconnect-retries', 'connection.mdns', 'connection.llmnr'];
  return (
    properties['connection.autoconnect-priority'] === '100' && marks.every((name) => properties[name] === '0')
  );
}

/** @param fresh the identity of a new profile */
export function profileActions(
  wanted: Properties,
  profile: Profile | undefined,
  fresh: StoredProfile,
): Action[] {
  if (profile === undefined) return [adding(wanted, fresh), connecting(fresh.uuid)];
  const { uuid, file, properties, isActive } = profile;
  if (!file.startsWith(`${PROFILE_FOLDER}/`))
    return [adding(wanted, fresh), connecting(fresh.uuid), removing(profile)];
  const names = differences(wanted, properties);
  const back = switching(isActive ? 'up' : 'down', uuid);
  if (names.length === 0) return isActive ? [] : [connecting(uuid, [back])];
  return modifying(wanted, profile);
}

const differences = (wanted: Properties, present: Properties): string[] =>
  Object.keys(wanted).filter((name) => !isSame(name, present[name], wanted[name]));

/** Sets properties of a profile, and connects it again. */
export function modifying(wanted: Properties, { uuid, file, properties, isActive }: Profile): Action[] {
  const names = differences(wanted, properties);
  if (names.length === 0) return [];
  const back = switching(isActive ? 'up' : 'down', uuid);
  const modify = (values: Properties): CommandLine[] => {
    const words = names.flatMap((name) => [name, values[name] ?? '']);
    return storing(MODIFY, file, words);
  };
  const undo = [...modify(properties), back];
  return [{ kind: 'profile', run: modify(wanted), undo }, connecting(uuid)];
}

function adding(wanted: Properties, { uuid, file }: StoredProfile): Action {
  return {
    kind: 'profile',
    run: storing(ADD, file, wordsOf(wanted, uuid)),
    undo: deleting({ uuid, file }),
  };
}

/** NetworkManager then activates the next best profile of the link. A file that it has refused is left to `rm`. */
export function deleting({ uuid, file }: StoredProfile): CommandLine[] {
  return [
    ['nmcli', 'connection', 'delete', 'uuid', uuid],
    ['rm', '-f', file],
  ];
}

/** The words of `nmcli connection add`. */
function wordsOf(properties: Properties, uuid: string): string[] {
  const filled = Object.entries(properties).filter(
    ([name, value]) => value !== '' && name !== INTERFACE && name !== NAME,
  );
  const id = properties[NAME] ?? PROFILE;
  const head = ['type', 'ethernet', 'ifname', properties[INTERFACE] ?? '', 'con-name', id];
  return [...head, 'connection.uuid', uuid, ...filled.flat()];
}

/**
 * Writes the keyfile itself, because NetworkManager with netplan would store the profile elsewhere. Where NetworkManager
 * refuses the file, nmcli(1) prints it and exits with 0.
 */
function storing(script: string, file: string, words: readonly string[]): CommandLine[] {
  return [
    ['sh', '-c', script, file, ...words],
    ['sh', '-c', LOAD, file],
  ];
}

const ADD = 'umask 077 && nmcli --offline connection add "$@" >"$0"';
/** Does nothing where the profile is gone. NetworkManager ignores a file whose name ends with a tilde. */
const MODIFY =
  '[ ! -e "$0" ] || (umask 077 && nmcli --offline connection modify "$@" <"$0" >"$0~" && mv "$0~" "$0")';
const LOAD = '! nmcli connection load "$0" 2>&1 | grep .';

/** Removes a profile that does not last, after another one has its place. */
function removing({ uuid, file, properties }: Profile): Action {
  const isVolatile = !path.basename(file).startsWith('netplan-');
  const words = [...(isVolatile ? ['save', 'no'] : []), ...wordsOf(properties, uuid)];
  const back = 'nmcli connection show uuid "$0" >/dev/null 2>&1 || nmcli connection add "$@"';
  return {
    kind: 'replace',
    run: [['nmcli', 'connection', 'delete', 'uuid', uuid]],
    undo: [['sh', '-c', back, uuid, ...words]],
  };
}

export const INTERFACE = 'connection.interface-name';
const NAME = 'connection.id';
/** The timeout of nmcli, in s. */
const PATIENCE = '20';
function switching(verb: 'up' | 'down', uuid: string): CommandLine {
  return ['nmcli', '-w', PATIENCE, 'connection', verb, 'uuid', uuid];
}
function connecting(uuid: string, undo: readonly CommandLine[] = []): Action {
  return { kind: 'connect', run: [switching('up', uuid)], undo };
}

/** Newer versions of NetworkManager print routes with more words than were set, such as `mt=50`. */
function isSame(name: string, one = '', other = ''): boolean {
  if (name !== 'ipv4.routes') return one === other;
  const words = (text: string): string =>
    text
      .split(/[\s,{}]+/)
      .filter((word) => !IMPLIED.has(word))
      .sort()
      .join(' ');
  return words(one) === words(other);
}
const IMPLIED: ReadonlySet<string> = new Set(['', '0.0.0.0', 'ip', '=']);

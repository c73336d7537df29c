// The NetworkManager profile of the link to the gateway: its properties, and the actions that create or modify it.
import type { Proposal } from '../discovery/propose.js';
import type { Action, CommandLine } from './action.js';

export const PROFILE = 'smgw-han';

/** The addresses on the link to the gateway. */
export type HanAddress =
  | ({ readonly kind: 'ipv4' } & Proposal)
  /** A gateway with IPv6 only needs no address beyond the link-local one. */
  | { readonly kind: 'ipv6-only' };

/** Keyed by the property names of nmcli(1), with the values of its terse output, which it also reads. */
export type Properties = Readonly<Record<string, string>>;

/** The properties keep the gateway's network a dead end: no default route, no name server, no router. */
export function propertiesOf(link: string, han: HanAddress): Properties {
  return {
    'connection.interface-name': link,
    'connection.autoconnect': 'yes',
    // Above the profiles that NetworkManager (-999) and netplan (0) make for the same link.
    'connection.autoconnect-priority': '100',
    'connection.autoconnect-retries': '0',
    'connection.mdns': '0',
    'connection.llmnr': '0',
    ...ipv4Of(han),
    'ipv4.route-metric': METRIC,
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
  if (han.kind === 'ipv6-only') return { 'ipv4.method': 'disabled', 'ipv4.addresses': '', 'ipv4.routes': '' };
  const { address, prefix, gateway, overlapping } = han;
  // Where another interface has the same subnet, the profile has a host route to the gateway only.
  const isOverlapping = overlapping.length > 0;
  return {
    'ipv4.method': 'manual',
    'ipv4.addresses': `${address}/${isOverlapping ? 32 : prefix}`,
    'ipv4.routes': isOverlapping ? `${gateway}/32 0.0.0.0 ${METRIC_OVERLAPPING} src=${address}` : '',
  };
}

/** The present profile. */
export interface Profile {
  readonly uuid: string;
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

/** @param uuid the UUID of a new profile */
export function profileActions(wanted: Properties, profile: Profile | undefined, uuid: string): Action[] {
  if (profile === undefined) return [adding(wanted, uuid), connecting(uuid)];
  const { properties, isActive } = profile;
  const names = Object.keys(wanted).filter((name) => !isSame(name, properties[name], wanted[name]));
  const back = switching(isActive ? 'up' : 'down', profile.uuid);
  if (names.length === 0) return isActive ? [] : [connecting(profile.uuid, [back])];
  const modify = (values: Properties): CommandLine => [
    ...['nmcli', 'connection', 'modify', 'uuid', profile.uuid],
    ...names.flatMap((name) => [name, values[name] ?? '']),
  ];
  const undo = [modify(properties), back];
  return [{ kind: 'profile', run: [modify(wanted)], undo }, connecting(profile.uuid)];
}

function adding(wanted: Properties, uuid: string): Action {
  const filled = Object.entries(wanted).filter(([name, value]) => value !== '' && name !== INTERFACE);
  const head = ['nmcli', 'connection', 'add', 'type', 'ethernet', 'ifname', wanted[INTERFACE] ?? ''];
  const own = ['con-name', PROFILE, 'connection.uuid', uuid];
  return {
    kind: 'profile',
    run: [[...head, ...own, ...filled.flat()]],
    // NetworkManager then activates the next best profile of the link.
    undo: [['nmcli', 'connection', 'delete', 'uuid', uuid]],
  };
}

const INTERFACE = 'connection.interface-name';
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

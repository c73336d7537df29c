// Reads NetworkManager's version, links and profiles by nmcli(1). Changes nothing.
import { programOutput } from '../machine/program-output.js';
import { INTERFACE, PROFILE, type Properties } from './network-profile.js';
import type { HanProfile } from './several.js';

const nmcli = (...words: readonly string[]): Promise<string | undefined> =>
  programOutput('nmcli', ['-t', '-e', 'no', '-c', 'no', ...words]);

/** Undefined unless NetworkManager runs. */
export async function networkManagerVersion(): Promise<string | undefined> {
  const text = await nmcli('-f', 'RUNNING,VERSION', 'general');
  return /^running:(.+)$/m.exec(text ?? '')?.[1];
}

/** Whether NetworkManager is installed: its nmcli also answers while it does not run. */
export const hasNetworkManager = async (): Promise<boolean> => (await nmcli('--version')) !== undefined;

/** Whether NetworkManager manages the link; an unmanaged one is configured elsewhere. */
export async function isManaged(link: string): Promise<boolean> {
  const state = await nmcli('-g', 'GENERAL.STATE', 'device', 'show', link);
  return state !== undefined && !state.startsWith('10 ');
}

/** The profiles that lead to gateways: that of the first, named {@link PROFILE}, and those of further ones. */
export async function readProfiles(names: readonly string[]): Promise<HanProfile[]> {
  const list = (await nmcli('-f', 'UUID,NAME', 'connection', 'show')) ?? '';
  const rows = list
    .split('\n')
    .map((line) => [line.slice(0, UUID_LENGTH), line.slice(UUID_LENGTH + 1)] as const);
  const ours = rows.filter(([, name]) => name === PROFILE || name.startsWith(`${PROFILE}-`));
  if (ours.length === 0) return [];
  const files = (await nmcli('-f', 'UUID,FILENAME', 'connection', 'show')) ?? '';
  return Promise.all(ours.map(([uuid, name]) => readOne(uuid, name, files, names)));
}

async function readOne(
  uuid: string,
  name: string,
  files: string,
  names: readonly string[],
): Promise<HanProfile> {
  const file = files.split('\n').find((line) => line.startsWith(uuid)) ?? '';
  const text = (await nmcli('-f', 'connection,ipv4,ipv6', 'connection', 'show', 'uuid', uuid)) ?? '';
  const link = parseProperties(text, [INTERFACE])[INTERFACE] ?? '';
  const active = (await nmcli('-g', 'GENERAL.CON-UUID', 'device', 'show', link))?.trim();
  const properties = parseProperties(text, names);
  return { name, link, uuid, file: file.slice(UUID_LENGTH + 1), properties, isActive: active === uuid };
}

const UUID_LENGTH = 36;

/** Reads lines `name:value`. Names that an older version does not know are empty. */
export function parseProperties(text: string, names: readonly string[]): Properties {
  const lines = text.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line] as const);
  const known = new Map(lines.map(([name, line]) => [name, line.slice(name.length + 1).trim()]));
  return Object.fromEntries(names.map((name) => [name, known.get(name) ?? '']));
}

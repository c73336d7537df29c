// Remembers the certificate and the MAC address of each gateway, so that `check` notices a change.
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Environment } from '../config/environment.js';
import { errorCode } from '../error-code.js';
import { writeWhole } from '../machine/whole-file.js';

export interface KnownGateway {
  /** SHA-256 of its certificate, upper case, with colons. */
  readonly fingerprint: string;
  readonly mac?: string;
  /** The time of the first sight, ISO 8601. */
  readonly since: string;
  /** The user has confirmed it with `check --accept-certificate`. */
  readonly isAccepted?: boolean;
}

/** Keyed by target, `host:port`. */
export type KnownGateways = Readonly<Record<string, KnownGateway>>;

const FOLDER = 'smgw-proxy';
const FILE = 'gateways.json';

/** For root the service's state folder, for other users their own (XDG Base Directory Specification). */
export function stateFolder({ XDG_STATE_HOME: state = '' }: Environment, isRoot: boolean): string {
  if (isRoot) return `/var/lib/${FOLDER}`;
  return path.join(path.isAbsolute(state) ? state : path.join(homedir(), '.local/state'), FOLDER);
}

/** A missing or malformed file counts as empty; malformed entries are left out. */
export async function readKnownGateways(folder: string): Promise<KnownGateways> {
  try {
    const content: unknown = JSON.parse(await readFile(path.join(folder, FILE), 'utf8'));
    const entries = Object.entries(content as Record<string, Partial<KnownGateway> | null>);
    return Object.fromEntries(entries.filter((entry): entry is [string, KnownGateway] => isKnown(entry[1])));
  } catch {
    return {};
  }
}

function isKnown(entry: Partial<KnownGateway> | null): entry is KnownGateway {
  return typeof entry?.fingerprint === 'string' && typeof entry.since === 'string';
}

/** Writes the file whole or not at all. Resolves with the errno name of a failure. Never rejects. */
export async function writeKnownGateways(folder: string, known: KnownGateways): Promise<string | undefined> {
  try {
    await writeWhole(path.join(folder, FILE), `${JSON.stringify(known, undefined, 2)}\n`);
    return undefined;
  } catch (error) {
    return errorCode(error as Error);
  }
}

// What was seen of each gateway before: its certificate and its hardware address, so that a change is noticed.
import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Environment } from '../config/environment.js';
import { errorCode } from '../error-code.js';
import { writeWhole } from '../machine/whole-file.js';

export interface KnownGateway {
  /** SHA-256 of its certificate, upper case, with colons. */
  readonly fingerprint: string;
  readonly mac?: string;
  /** When it was seen first, ISO 8601. */
  readonly since: string;
  /** Somebody has said that it is the right one. */
  readonly isAccepted?: boolean;
}

/** By the target, `host:port`. */
export type KnownGateways = Readonly<Record<string, KnownGateway>>;

const FOLDER = 'smgw-proxy';
const FILE = 'gateways.json';

/** For root that of the service's state, for others their own, see the XDG Base Directory Specification. */
export function stateFolder({ XDG_STATE_HOME: state = '' }: Environment, isRoot: boolean): string {
  if (isRoot) return `/var/lib/${FOLDER}`;
  return path.join(path.isAbsolute(state) ? state : path.join(homedir(), '.local/state'), FOLDER);
}

/** What is missing or not to be understood is not known. */
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

/** All or nothing; resolves with the errno name if it could not be done. */
export async function writeKnownGateways(folder: string, known: KnownGateways): Promise<string | undefined> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o755 });
    await writeWhole(path.join(folder, FILE), `${JSON.stringify(known, undefined, 2)}\n`);
    return undefined;
  } catch (error) {
    return errorCode(error as Error);
  }
}

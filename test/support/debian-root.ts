// A booted Debian in the place of the Pi of a test bed, for tests: scripts/debian-root.sh.
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { missing, notRoot } from './requires.js';
import type { TestBed } from './test-bed.js';

const execute = promisify(execFile);
export const DEBIAN_SCRIPT = fileURLToPath(new URL('../../../scripts/debian-root.sh', import.meta.url));

/** For describe()'s `skip` option: the reason, or false when all is there. */
export function noDebian(): string | false {
  return notRoot() || missing('debootstrap', 'nsenter', 'unshare', 'ip', 'curl', 'dpkg-deb');
}

/** `raspberry-pi-os` has cloud-init and netplan, which make the profiles of eth0 (DHCP) and wlan0. */
export type RootKind = 'fresh' | 'equipped' | 'raspberry-pi-os';

/** For each test on such a machine: installing takes a while. */
export const DEBIAN_LIMIT = { timeout: 200_000 };

/** Limit for the output of a command: lists of all files of the machine are long. */
const MOST_OUTPUT = 64 * 1024 * 1024;

/** Prefixes of machines that are up: a test process that is told to end has no time for its hooks. */
const standing = new Set<string>();
process.on('exit', () => {
  for (const prefix of standing) spawnSync(DEBIAN_SCRIPT, ['down', prefix]);
});

/**
 * Has the interfaces of the bed's Pi, under NetworkManager: eth0 without a profile, and wlan0 with 192.168.0.10. Each
 * instance begins as a fresh system.
 */
export class DebianRoot {
  private readonly prefix: string;

  /** On a bed that is up; stop it before the bed. */
  constructor(bed: TestBed) {
    this.prefix = bed.prefix;
  }

  /**
   * Boots it and waits until its services run.
   *
   * @param kind `equipped` has the packages installed that smgw-proxy depends on; on the other ones apt takes them from
   *   its cache
   */
  async start(kind: RootKind = 'equipped'): Promise<void> {
    standing.add(this.prefix);
    await execute(DEBIAN_SCRIPT, ['up', this.prefix, kind]);
  }

  /** Removes it, with every process and file. */
  async stop(): Promise<void> {
    await execute(DEBIAN_SCRIPT, ['down', this.prefix]);
    standing.delete(this.prefix);
  }

  /** Shuts it down, boots it again and waits as at the start. */
  async restart(): Promise<void> {
    await execute(DEBIAN_SCRIPT, ['restart', this.prefix]);
  }

  /**
   * Runs a command as root on it, without standard input.
   *
   * @returns its standard output; rejects with its exit status as `code` when that is not 0, and `stderr`
   */
  exec(...command: readonly string[]): Promise<string> {
    return this.execWith('', ...command);
  }

  /** A line for its shell. */
  shell(line: string): Promise<string> {
    return this.exec('sh', '-c', line);
  }

  /** A line for its shell; its exit status does not count. */
  async tryShell(line: string): Promise<string> {
    return (await this.shell(`{ ${line}; } 2>&1 || true`)).trim();
  }

  /** Writes a file, and the folders above it, readable for all users. */
  async write(file: string, content: string | Buffer): Promise<void> {
    const line = 'umask 022 && mkdir -p "${1%/*}" && cat >"$1"';
    await this.execWith(content, 'sh', '-c', line, 'sh', file);
  }

  /** Copies a file of this machine to it. */
  async copy(from: string, to: string): Promise<void> {
    await this.write(to, readFileSync(from));
  }

  /** Copies the files of a folder of it to a folder of this machine. */
  async take(from: string, to: string): Promise<void> {
    const tar = [DEBIAN_SCRIPT, 'exec', this.prefix, 'tar', '-c', '-C', from, '.'];
    await execute('sh', ['-c', '"$@" | tar -x -C "$0"', to, ...tar]);
  }

  private async execWith(input: string | Buffer, ...command: readonly string[]): Promise<string> {
    const running = execute(DEBIAN_SCRIPT, ['exec', this.prefix, ...command], { maxBuffer: MOST_OUTPUT });
    running.child.stdin?.on('error', ignoreUnread).end(input);
    return (await running).stdout;
  }
}

function ignoreUnread(): void {
  // A command need not read its input.
}

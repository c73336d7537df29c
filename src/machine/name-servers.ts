// The name servers that an interface has brought along, wherever this system keeps them.
import { existsSync } from 'node:fs';
import { textIn } from './kernel-file.js';
import { programOutput } from './program-output.js';

/** systemd-resolved keeps the real ones here, and names itself in the other. */
const FILES = ['/etc/resolv.conf', '/run/systemd/resolve/resolv.conf'] as const;

/** Those of all interfaces, in the order in which they are asked. */
export function configuredNameServers(): string[] {
  return [...new Set(FILES.flatMap((file) => parseResolvConf(textIn(file))))];
}

/** Those that NetworkManager or systemd-resolved has for an interface; needs no root. */
export async function nameServersOf(link: string): Promise<string[]> {
  const [manager = '', resolved = ''] = await Promise.all([
    existsSync('/run/NetworkManager')
      ? programOutput('nmcli', ['-t', '-e', 'no', '-g', 'IP4.DNS,IP6.DNS', 'device', 'show', link])
      : undefined,
    existsSync('/run/systemd/resolve') ? programOutput('resolvectl', ['dns', link]) : undefined,
  ]);
  return [...new Set([...parseNmcli(manager), ...parseResolvectl(resolved)])];
}

/** From resolv.conf(5). */
export const parseResolvConf = (text: string): string[] =>
  text.split('\n').flatMap((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1] ?? []);

/** A line for each family, and several servers in it with a bar between them. */
export const parseNmcli = (text: string): string[] => text.match(/[^\s|]+/g) ?? [];

/** `Link 3 (eth0): 192.168.1.1 fe80::1` */
export const parseResolvectl = (text: string): string[] =>
  [...text.matchAll(/^Link \d+ \(.*?\):(.*)$/gm)].flatMap(([, servers = '']) => servers.match(/\S+/g) ?? []);

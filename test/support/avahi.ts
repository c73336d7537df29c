// Debian's avahi on a host of the test bed, as in most homes: it has a name of its own there, and looks up others'.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { scratchFolder } from './deb.js';
import type { Host, TestBed } from './test-bed.js';

/** One for each host: the daemon leaves its number and its socket in this folder. */
const FOLDER = '/run/avahi-daemon';
const PREPARE = `mkdir -p ${FOLDER} && mount -t tmpfs none ${FOLDER}`;
const DAEMON = 'exec avahi-daemon --no-drop-root --no-chroot -f "$0"';

export interface Avahi {
  /** Waits for a line of its log. */
  said(wanted: RegExp): Promise<void>;
  /** Its answer to libnss-mdns: `+ INTERFACE PROTOCOL NAME ADDRESS`, or `-15 Timeout reached`. */
  lookUp(name: string, family: 'IPV4' | 'IPV6'): Promise<string>;
  /** Ends it as systemd would: it says goodbye. */
  stop(): Promise<void>;
}

/** Resolves when it has its name, `name`.local; it ends with the bed. */
export async function startAvahi(bed: TestBed, host: Host, name: string): Promise<Avahi> {
  const file = path.join(scratchFolder(), 'avahi.conf');
  writeFileSync(file, `[server]\nhost-name=${name}\nuse-ipv4=yes\nuse-ipv6=yes\nenable-dbus=no\n`);
  const child = bed.start(host, ['unshare', '--mount', 'bash', '-c', `${PREPARE} && ${DAEMON}`, file]);
  const exited = once(child, 'exit');
  const lines: string[] = [];
  const log = createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
  const avahi: Avahi = {
    async said(wanted) {
      while (!lines.some((line) => wanted.test(line))) await once(log, 'line');
    },
    async lookUp(wanted, family) {
      const socket = connect(`/proc/${child.pid ?? 0}/root${FOLDER}/socket`);
      socket.write(`RESOLVE-HOSTNAME-${family} ${wanted}\n`);
      return (await text(socket)).trim();
    },
    async stop() {
      child.kill();
      await exited;
    },
  };
  await avahi.said(/Server startup complete/);
  return avahi;
}

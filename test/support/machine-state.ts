// The state of a real Debian, for tests that compare it with itself: files, users, units and the network.
import { setTimeout as pause } from 'node:timers/promises';
import assert from 'node:assert/strict';
import type { DebianRoot } from './debian-root.js';

/** Files that change by themselves, or with any package that is installed. */
const UNSTEADY =
  /^\/(?:dev|proc|sys|run|tmp|root|var\/(?:tmp|cache|log\/(?:journal|apt|dpkg\.log)|lib\/(?:apt|NetworkManager|systemd\/(?:timers|random-seed|timesync)|dpkg\/\w+-old|dpkg\/info\/format)))(?:$|\/)/m;

/** All files, those of /etc with their content, all users, and the units that are enabled or have failed. */
export async function filesOf(root: DebianRoot): Promise<readonly string[]> {
  const lists = await root.shell(`
    find / -xdev -print | sort
    find /etc -type f -exec md5sum {} +
    getent passwd
    systemctl list-unit-files --state=enabled --no-legend
    systemctl --failed --no-legend`);
  return lists.split('\n').filter((line) => !UNSTEADY.test(line));
}

/**
 * Profiles and whether they are in use, addresses, routes, name servers, and what the kernel does for others. The profile
 * of the loopback changes with each start, and NetworkManager gives the metrics 100 and 101 in the order of activation.
 */
export async function networkOf(root: DebianRoot): Promise<readonly string[]> {
  const lists = await root.shell(`
    nmcli -t -f UUID,NAME,ACTIVE,FILENAME connection show | grep -v :lo: | sort
    ip -4 -o address | sed 's/valid_lft.*//'
    ip route | sed 's/ metric 10[01]//'
    cat /etc/resolv.conf
    sysctl -a -r '(ip_forward|arp_ignore)$'`);
  return lists.split('\n');
}

const LOOK_INTERVAL_MS = 200;
/** NetworkManager goes on for a moment after it has said that it is done. */
const SETTLED_AFTER = 50;

/** Waits until the network is what it was; says what differs if it does not become so. */
export async function networkIs(root: DebianRoot, wanted: readonly string[]): Promise<void> {
  for (let i = 0; i < SETTLED_AFTER; i += 1) {
    if (JSON.stringify(await networkOf(root)) === JSON.stringify(wanted)) return;
    await pause(LOOK_INTERVAL_MS);
  }
  assert.deepEqual(await networkOf(root), wanted);
}

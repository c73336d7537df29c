// The program without the rights of root: neither ports below 1024 nor the folders of other users.
import { readFileSync } from 'node:fs';
import { missing, notRoot } from './requires.js';

/** Before the words of a command. */
export const WITHOUT_RIGHTS = ['setpriv', '--bounding-set=-all', '--inh-caps=-all'];

export const cannotDropRights = notRoot() || missing('setpriv');

const UNPRIVILEGED = '/proc/sys/net/ipv4/ip_unprivileged_port_start';

/** Why no port is refused: container engines often allow all users the low ports. */
export const everyPort =
  cannotDropRights || (Number(readFileSync(UNPRIVILEGED, 'utf8')) < 1024 && 'every port is open to all here');

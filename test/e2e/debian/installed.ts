// What the tests on a real Debian share: the package on it, its configuration, and who reads the gateway through it.
import { DEFAULT_PASSWORD, DEFAULT_USER } from '../../../src/simulator/identity.js';
import type { DebianRoot } from '../../support/debian-root.js';
import { GATEWAY, type TestBed } from '../../support/test-bed.js';

export const CONFIG_FILE = '/etc/smgw-proxy/config.yaml';

/** With an address that is not there yet when the machine boots. */
export const CONFIG = `# written by hand
listen: [443, '192.168.0.10:8080']
target: ${GATEWAY.host}
admin: 127.0.0.1:8081
log-file: /var/log/smgw-proxy/smgw-proxy.log
`;

/** What the guide has somebody type: eth0 with an address in the gateway's network, and no way out there. */
const HAN_PROFILE =
  'nmcli connection add type ethernet ifname eth0 con-name smgw-han connection.autoconnect-priority 100 ' +
  'ipv4.method manual ipv4.addresses 10.11.120.1/24 ipv4.never-default yes ipv4.route-metric 2000 ' +
  'ipv6.method link-local && nmcli -w 15 connection up smgw-han';

/** An unattended apt; resolves with everything it said. */
export function apt(root: DebianRoot, ...words: readonly string[]): Promise<string> {
  const environment = ['DEBIAN_FRONTEND=noninteractive', 'LANG=de_DE.UTF-8'];
  return root.shell(`exec env ${[...environment, 'apt-get', '-y', ...words].join(' ')} <&- 2>&1`);
}

/** The package installed and configured by hand, and the service running. */
export async function installConfigured(root: DebianRoot, deb: string): Promise<void> {
  await root.copy(deb, '/root/smgw-proxy.deb');
  await apt(root, 'install', '/root/smgw-proxy.deb');
  await root.shell(HAN_PROFILE);
  await root.write(CONFIG_FILE, CONFIG);
  await root.exec('systemctl', 'start', 'smgw-proxy');
}

/** What Home Assistant reads through an address of the Pi; it keeps trying for a while. */
export function read(bed: TestBed, authority: string): Promise<string> {
  const patience = ['--retry', '30', '--retry-delay', '1', '--retry-all-errors', '--max-time', '10'];
  const login = ['--digest', '--user', `${DEFAULT_USER}:${DEFAULT_PASSWORD}`];
  const call = ['-H', 'Content-Type: application/json', '-d', '{"method":"user-info"}'];
  const url = `https://${authority}/smgw/m2m/${DEFAULT_USER}.sm/json`;
  return bed.run('homeassistant', 'curl', '-sSk', ...patience, ...login, ...call, url);
}

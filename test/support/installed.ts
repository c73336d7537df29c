// The package on a real Debian, configured by hand, between the simulated gateway and the home: for tests.
import { afterEach, beforeEach } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { DEFAULT_LOGIN } from '../../src/simulator/identity.js';
import { DEBIAN_LIMIT, DebianRoot, noDebian, type RootKind } from './debian-root.js';
import { makeDeb, scratchFolder } from './deb.js';
import { GATEWAY, TestBed } from './test-bed.js';

export const CONFIG_FILE = '/etc/smgw-proxy/config.yaml';

/** With an address that is not there yet when the machine boots. */
export const CONFIG = `# written by hand
listen: [443, '192.168.0.10:8080']
target: ${GATEWAY.host}
admin: 127.0.0.1:8081
log-file: /var/log/smgw-proxy/smgw-proxy.log
`;

/** Under both addresses of CONFIG. */
export const AUTHORITIES = ['192.168.0.10:443', '192.168.0.10:8080'];

/** The answer of the gateway to `read()`. */
export const READING = /"taf-state":"running"/;

/** eth0 with an address in the gateway's network, and no way out there. */
export const HAN_PROFILE =
  'nmcli connection add type ethernet ifname eth0 con-name smgw-han connection.autoconnect-priority 100 ' +
  'ipv4.method manual ipv4.addresses 10.11.120.1/24 ipv4.never-default yes ipv4.route-metric 2000 ' +
  'ipv6.method link-local && nmcli -w 15 connection up smgw-han';

/** Between two looks at something that nothing announces. */
const LOOK_INTERVAL_MS = 200;

/** An unattended apt on a German system; resolves with everything it said. */
export function apt(root: DebianRoot, ...words: readonly string[]): Promise<string> {
  const environment = ['DEBIAN_FRONTEND=noninteractive', 'LANG=de_DE.UTF-8'];
  return root.shell(`exec env ${[...environment, 'apt-get', '-y', ...words].join(' ')} <&- 2>&1`);
}

/** Installs and configures the package, and starts the service. */
export async function installConfigured(root: DebianRoot, deb: string): Promise<void> {
  await root.copy(deb, '/root/smgw-proxy.deb');
  await apt(root, 'install', '/root/smgw-proxy.deb');
  await root.shell(HAN_PROFILE);
  await root.write(CONFIG_FILE, CONFIG);
  await root.exec('systemctl', 'start', 'smgw-proxy');
}

/** A house with all of it. */
export class Installed {
  readonly bed = new TestBed();
  readonly root = new DebianRoot(this.bed);

  async start(deb: string): Promise<void> {
    await this.build();
    await installConfigured(this.root, deb);
  }

  /** Without the package, and without a way to the gateway. */
  async build(kind?: RootKind): Promise<void> {
    await this.bed.up();
    await this.root.start(kind);
    await this.bed.simulateGateway();
  }

  async stop(): Promise<void> {
    await this.root.stop();
    await this.bed.down();
  }

  /** A property of the service, as in `systemctl show`. */
  async property(name: string): Promise<string> {
    return (await this.root.exec('systemctl', 'show', '-P', name, 'smgw-proxy')).trim();
  }

  /** Until a line for the shell prints what is wanted. */
  async says(line: string, wanted: RegExp): Promise<void> {
    while (!wanted.test(await this.root.shell(line))) await pause(LOOK_INTERVAL_MS);
  }

  /** Reads the gateway through an address of the Pi, as Home Assistant does; keeps trying for a while. */
  read(authority: string): Promise<string> {
    const patience = ['--retry', '30', '--retry-delay', '1', '--retry-all-errors', '--max-time', '10'];
    const login = ['--digest', '--user', `${DEFAULT_LOGIN.user}:${DEFAULT_LOGIN.password}`];
    const call = ['-H', 'Content-Type: application/json', '-d', '{"method":"user-info"}'];
    const url = `https://${authority}/smgw/m2m/${DEFAULT_LOGIN.user}.sm/json`;
    return this.bed.run('homeassistant', 'curl', '-sSk', ...patience, ...login, ...call, url);
  }
}

/** To be called in a suite: before each of its tests the house is built anew, with the package as it is now. */
export function eachBeginsAnew(house: Installed): void {
  const deb = noDebian() === false ? makeDeb(scratchFolder()) : '';
  beforeEach(() => house.start(deb), DEBIAN_LIMIT);
  afterEach(() => house.stop(), DEBIAN_LIMIT);
}

// A booted Debian with cloud-init and netplan, which make its profiles, for tests of `smgw-proxy setup`.
import assert from 'node:assert/strict';
import { READING } from './installed.js';
import { NotSetUp, SETUP } from './not-set-up.js';

/** The keyfile that setup writes. */
export const KEYFILE = '/etc/NetworkManager/system-connections/smgw-han.nmconnection';
/** That of the profile that cloud-init and netplan make for eth0. */
export const NETPLAN_ETH0 = '/run/NetworkManager/system-connections/netplan-eth0.nmconnection';
export const UNDO = 'smgw-proxy setup --undo --yes';

export class RaspberryPiOs extends NotSetUp {
  override build(): Promise<void> {
    return super.build('raspberry-pi-os');
  }

  /** The keyfiles of the profiles for eth0, the one in use first. */
  async profiles(): Promise<readonly string[]> {
    const list = await this.root.shell('nmcli -g ACTIVE,FILENAME connection show | sort -r');
    return list
      .split('\n')
      .flatMap((line) => /^(?:yes|no):(.*(?:eth0|NM-|smgw-han).*)$/.exec(line)?.[1] ?? []);
  }

  /** The gateway answers at home, and nothing is left to do. */
  async isReady(): Promise<void> {
    assert.match(await this.read('192.168.0.10:443'), READING);
    assert.match(await this.root.shell(SETUP), /^Alles ist schon so eingerichtet; es gibt nichts zu tun\.$/m);
  }
}

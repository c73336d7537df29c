// `smgw-proxy setup` where an earlier profile of its name lies in a place that does not last, as on Raspberry Pi OS.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noDebian } from '../../support/debian-root.js';
import { eachBeginsAnew } from '../../support/installed.js';
import { networkIs, networkOf } from '../../support/machine-state.js';
import { SETUP } from '../../support/not-set-up.js';
import { KEYFILE, NETPLAN_ETH0, RaspberryPiOs, UNDO } from '../../support/raspberry-pi-os.js';

/** It sets up four times. */
const LIMIT = { timeout: 300_000 };
const UUID = '513e8f59-f3ac-4df1-8253-f7b8f2990b86';
/** The words of `nmcli connection add`. */
const PROFILE =
  `type ethernet ifname eth0 con-name smgw-han connection.uuid ${UUID} ` +
  'connection.autoconnect-priority 100 connection.autoconnect-retries 0 connection.mdns 0 connection.llmnr 0 ' +
  'ipv4.method manual ipv4.addresses 10.11.120.1/24 ipv4.route-metric 2000 ipv4.never-default yes ' +
  'ipv4.ignore-auto-dns yes ipv4.ignore-auto-routes yes ' +
  'ipv6.method link-local ipv6.never-default yes ipv6.ignore-auto-dns yes';
/** More words of it, and the place to which they bring the profile. */
const PLACES = [
  ['save no', /^\/run\/NetworkManager\/system-connections\/smgw-han\.nmconnection$/],
  ['', /^\/run\/NetworkManager\/system-connections\/netplan-NM-.*\.nmconnection$/],
] as const;

describe('setup on Raspberry Pi OS', { skip: noDebian() }, () => {
  const pi = new RaspberryPiOs();
  eachBeginsAnew(pi);

  it('stores an earlier profile for good, and gives it back', LIMIT, async () => {
    const { root } = pi;
    for (const [words, place] of PLACES) {
      await root.shell(`nmcli connection add ${words} ${PROFILE} && nmcli connection up smgw-han`);
      const [earlier = '', ...others] = await pi.profiles();
      assert.match(earlier, place);
      assert.deepEqual(others, [NETPLAN_ETH0]);
      const [before, network] = [await root.tryShell('cat /etc/netplan/*'), await networkOf(root)];
      const said = await root.shell(SETUP);
      assert.match(said, /^✓ ok +das frühere Netzwerkprofil smgw-han entfernen; .*: erledigt$/m);
      assert.deepEqual(await pi.profiles(), [KEYFILE, NETPLAN_ETH0]);
      assert.equal(await root.tryShell('ls /etc/netplan'), '50-cloud-init.yaml');
      await pi.isReady();

      await root.shell(UNDO);
      await networkIs(root, network);
      assert.equal(await root.tryShell('cat /etc/netplan/*'), before);
      await root.shell(`nmcli connection delete uuid ${UUID}`);
    }
  });
});

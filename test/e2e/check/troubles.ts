// The troubles to plant, each real unless a comment says otherwise, with the causes and the status that `check` must give.
import assert from 'node:assert/strict';
import { makeCertificate } from '../../support/certificate.js';
import { systemctlSays, type CheckBed, type RunOptions } from './support.js';

export interface Trouble {
  readonly name: string;
  readonly plant?: (bed: CheckBed) => unknown;
  readonly words?: readonly string[];
  readonly options?: RunOptions;
  /** The causes of all steps that are not ok. */
  readonly causes: readonly string[];
  readonly status: number;
}

const CABLE = 10;
const ADDRESSES = 11;
const SILENT = 12;
const TLS = 13;
const SERVICE = 14;
const HOME = 15;

const OTHER = makeCertificate({ curve: 'P-256', name: 'ethe0300186023.sm' });

export const TROUBLES: readonly Trouble[] = [
  {
    name: 'a cable that is not plugged in',
    plant: (bed) => bed.plantChange('pull', 'plug'),
    causes: ['cable-unplugged'],
    status: CABLE,
  },
  {
    name: 'an interface that is switched off',
    plant: (bed) => bed.plant('ip link set eth0 down', 'ip link set eth0 up'),
    causes: ['cable-link-down'],
    status: CABLE,
  },
  {
    name: 'an address in the wrong subnet',
    plant: (bed) =>
      bed.plant(
        'ip address del 10.11.120.1/24 dev eth0; ip address add 10.11.12.1/24 dev eth0',
        'ip address del 10.11.12.1/24 dev eth0; ip address add 10.11.120.1/24 dev eth0',
      ),
    causes: ['address-wrong-subnet'],
    status: ADDRESSES,
  },
  {
    name: 'an interface without address',
    plant: (bed) =>
      bed.plant('ip address del 10.11.120.1/24 dev eth0', 'ip address add 10.11.120.1/24 dev eth0'),
    causes: ['address-missing'],
    status: ADDRESSES,
  },
  {
    name: 'a gateway that is switched off',
    plant: async (bed) => {
      await bed.plant(
        'ip address del 10.11.120.2/24 dev eth0',
        'ip address add 10.11.120.2/24 dev eth0',
        'gateway',
      );
      // A neighbour that the service's own looks have found is not asked for again within half a minute.
      await bed.pi('ip neighbour flush dev eth0');
    },
    causes: ['neighbour-silent'],
    status: SILENT,
  },
  {
    name: 'a port that is closed',
    words: ['--target', '10.11.120.2:444'],
    causes: ['tcp-refused'],
    status: SILENT,
  },
  {
    name: 'a device that speaks TLS 1.3 only',
    plant: (bed) => {
      bed.shows(OTHER, { minVersion: 'TLSv1.3' });
    },
    causes: ['tls-too-new'],
    status: TLS,
  },
  {
    name: 'a gateway that hangs up at once',
    plant: (bed) => {
      bed.shows(undefined);
    },
    causes: ['tls-cut'],
    status: TLS,
  },
  {
    name: 'a certificate that belongs to no gateway',
    plant: (bed) => {
      bed.shows(makeCertificate({ curve: 'P-256', name: 'fritz.box' }));
    },
    causes: ['certificate-foreign'],
    status: TLS,
  },
  {
    name: 'a certificate that has changed',
    plant: async (bed) => {
      assert.deepEqual((await bed.find()).causes('certificate'), ['certificate-noted']);
      bed.shows(OTHER);
    },
    causes: ['certificate-changed'],
    status: 0,
  },
  {
    name: 'a default route to the gateway',
    plant: (bed) =>
      bed.plant(
        'ip route add default via 10.11.120.2 dev eth0 metric 50',
        'ip route del default via 10.11.120.2 dev eth0',
      ),
    causes: ['routes-default-on-han'],
    status: ADDRESSES,
  },
  {
    name: 'a name server at the gateway',
    options: { etc: { 'resolv.conf': 'nameserver 192.168.0.1\nnameserver 10.11.120.2\n' } },
    causes: ['dns-on-han'],
    status: ADDRESSES,
  },
  {
    name: 'packets that are forwarded',
    plant: (bed) => bed.plant('sysctl -qw net.ipv4.ip_forward=1', 'sysctl -qw net.ipv4.ip_forward=0'),
    causes: ['forwarding-on'],
    status: ADDRESSES,
  },
  {
    name: 'packets that are forwarded for containers, which is no failure',
    plant: (bed) =>
      bed.plant(
        'ip link add docker0 type bridge; sysctl -qw net.ipv4.ip_forward=1',
        'ip link del docker0; sysctl -qw net.ipv4.ip_forward=0',
      ),
    causes: ['forwarding-for-containers'],
    status: 0,
  },
  {
    name: 'a home that uses the addresses of the gateway',
    plant: (bed) =>
      bed.plant('ip address add 10.11.120.77/16 dev wlan0', 'ip address del 10.11.120.77/16 dev wlan0'),
    causes: ['overlap-found'],
    status: ADDRESSES,
  },
  {
    name: 'a target in the home network',
    options: { etc: { 'smgw-proxy/config.yaml': 'target: 192.168.0.12\n' } },
    causes: ['target-in-home-network'],
    status: ADDRESSES,
  },
  {
    name: 'a target that is this machine itself',
    words: ['--target', '10.11.120.1'],
    causes: ['target-is-own'],
    status: ADDRESSES,
  },
  {
    name: 'a target whose name is unknown',
    words: ['--target', 'gateway.invalid'],
    options: { etc: { 'nsswitch.conf': 'hosts: files\n' } },
    causes: ['target-name-unknown'],
    status: ADDRESSES,
  },
  {
    name: 'a target with a name, and no name server',
    words: ['--target', 'gateway.invalid'],
    options: { etc: { 'nsswitch.conf': 'hosts: files dns\n', 'resolv.conf': 'nameserver 127.0.0.9\n' } },
    causes: ['target-name-unanswered'],
    status: ADDRESSES,
  },
  {
    name: 'a configuration with mistakes',
    options: { etc: { 'smgw-proxy/config.yaml': 'target: 1.2.3\nlisen: 8080\n' } },
    causes: ['config-wrong'],
    status: 2,
  },
  {
    name: 'a service that is stopped (what systemd says of it is made up)',
    words: ['--listen', '8090'],
    options: {
      etc: { 'smgw-proxy/config.yaml': '' },
      fakes: { systemctl: systemctlSays({ ActiveState: 'inactive', SubState: 'dead' }) },
    },
    causes: ['service-stopped'],
    status: SERVICE,
  },
  {
    name: 'a service that does not come up (likewise), with the end of its log',
    words: ['--listen', '8090'],
    options: {
      fakes: {
        systemctl: systemctlSays({ ActiveState: 'activating', SubState: 'auto-restart' }),
        journalctl: "printf 'could not listen\\033[2J\\n'",
      },
    },
    causes: ['service-failing'],
    status: SERVICE,
  },
  {
    name: 'a service that waits for its configuration (likewise)',
    words: ['--listen', '8090'],
    options: {
      fakes: {
        systemctl: systemctlSays({ ActiveState: 'inactive' }),
      },
    },
    causes: ['service-without-config'],
    status: SERVICE,
  },
  {
    name: 'a service whose unit keeps it from the gateway (likewise)',
    options: {
      fakes: {
        systemctl: systemctlSays({
          ...{ ActiveState: 'active', SubState: 'running' },
          ...{ IPAddressDeny: '0.0.0.0/0 ::/0', IPAddressAllow: '127.0.0.0/8 192.168.0.0/16' },
        }),
      },
    },
    causes: ['service-walled-off'],
    status: SERVICE,
  },
  {
    name: 'a service with a Node.js that is too old (the unit and that Node.js are made up)',
    options: {
      fakes: {
        systemctl:
          'echo "ExecStart={ path=${0%/*}/node ; argv[]=node ; }"\n' +
          systemctlSays({ ActiveState: 'active', SubState: 'running' }),
        node: 'echo v18.20.4',
      },
    },
    causes: ['node-of-service-old'],
    status: SERVICE,
  },
  {
    name: 'a port without a listener',
    words: ['--listen', '8090'],
    causes: ['port-closed'],
    status: SERVICE,
  },
  {
    name: 'a port that another program has',
    plant: (bed) => bed.listen('pi', { host: '0.0.0.0', port: 8091 }),
    words: ['--listen', '8091'],
    causes: ['port-taken'],
    status: SERVICE,
  },
  {
    name: 'a service that carries elsewhere than the configuration says',
    plant: (bed) =>
      bed.plant(
        'ip address add 10.11.120.3/24 dev eth0',
        'ip address del 10.11.120.3/24 dev eth0',
        'gateway',
      ),
    options: { etc: { 'smgw-proxy/config.yaml': 'target: 10.11.120.3\nadmin: 127.0.0.1:8081\n' } },
    causes: ['status-other-target'],
    status: SERVICE,
  },
  {
    name: 'a Wi-Fi that is switched off',
    plant: (bed) =>
      bed.plant(
        'ip link set wlan0 down',
        'ip link set wlan0 up; ip route replace default via 192.168.0.1; ip address add fe80::10/64 dev wlan0 nodad',
      ),
    causes: ['home-down'],
    status: HOME,
  },
  {
    name: 'a Wi-Fi without address',
    plant: (bed) =>
      bed.plant(
        'ip address flush dev wlan0',
        'ip address add 192.168.0.10/24 dev wlan0; ip route replace default via 192.168.0.1; ip address add fe80::10/64 dev wlan0 nodad',
      ),
    causes: ['home-no-address'],
    status: HOME,
  },
  {
    name: 'no way into the home',
    plant: (bed) => bed.plantChange('remove-wlan0', 'add-wlan0'),
    causes: ['home-missing'],
    status: HOME,
  },
  {
    name: 'a service that listens where the home does not get',
    plant: (bed) => bed.startOnPi(['--listen', '127.0.0.1:8092']),
    words: ['--listen', '127.0.0.1:8092'],
    causes: ['through-not-for-home'],
    status: HOME,
  },
  {
    name: 'a service that does not let this machine in',
    plant: (bed) => bed.startOnPi(['--listen', '8093', '--deny', '192.168.0.10']),
    words: ['--listen', '8093'],
    causes: ['through-cut'],
    status: HOME,
  },
];

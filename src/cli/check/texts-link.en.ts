// The English texts of `check`: this machine, its configuration and the link to the gateway.
import type { CheckTexts } from './texts.js';
import { list } from './words.js';

const FIND_TARGET = "Make the gateway's address the target. Find it: sudo smgw-proxy discover";

export const LINK = {
  'node-fit': ({ version }) => ({ text: version }),
  'node-of-service-old': ({ program, version, needed }) => ({
    text: `the service uses ${program}, which is too old (${version})`,
    remedy: [`Install Node.js ${needed} or newer there; Raspberry Pi OS has it from "Trixie" on.`],
  }),
  'config-file': ({ file }) => ({ text: `${file} is well-formed` }),
  'config-defaults': ({ file }) => ({ text: `there is no ${file}; the defaults hold` }),
  'config-wrong': ({ problems }) => ({
    text: problems.length === 1 ? 'has a mistake' : `has ${problems.length} mistakes`,
    details: problems,
    remedy: ['Correct that, and check again.'],
  }),
  'interfaces-found': ({ link, home }) => ({
    text: `${link} leads to the gateway, ${home ?? 'none'} into the home`,
  }),
  'interfaces-no-gateway': () => ({
    text: 'none can be that of the gateway: it has to be one for a cable, and not the way into the home',
    remedy: [
      'Connect this machine to the home over Wi-Fi and to the gateway over the cable,',
      'or name the interface: smgw-proxy check --interface eth0',
    ],
  }),
  'interfaces-several': ({ candidates }) => ({
    text: `several could be that of the gateway: ${list(candidates)}`,
    remedy: [`Name one of them: smgw-proxy check --interface ${candidates[0] ?? 'eth0'}`],
  }),
  'cable-plugged': ({ link }) => ({ text: `is in ${link}, with a device at the other end` }),
  'cable-unplugged': ({ link }) => ({
    text: `no device that is switched on is connected to ${link}`,
    remedy: [
      "Push the network cable into this machine and into the gateway's HAN socket until it clicks.",
      'If it is in: does an LED of the gateway shine? Another cable sometimes helps, too.',
    ],
  }),
  'cable-link-down': ({ link }) => ({
    text: `${link} is switched off`,
    remedy: [`Switch it on: sudo ip link set ${link} up`],
  }),
  'target-fit': ({ address }) => ({ text: `${address} can be the gateway` }),
  'target-is-own': ({ address, link }) => ({
    text: `${address} is an address of this machine itself (${link}), not the gateway's`,
    remedy: [FIND_TARGET],
  }),
  'target-in-home-network': ({ address, link, network }) => ({
    text: `${address} is in the network ${network} of ${link}, not on the cable to the gateway`,
    remedy: [FIND_TARGET],
  }),
  'target-name-unknown': ({ name, code }) => ({
    text: `the name ${name} has no address that could be found (${code})`,
    remedy: ['Make the address itself the target. Find it: sudo smgw-proxy discover'],
  }),
  'address-fit': ({ link, address }) => ({
    text: address === '' ? `the way to the gateway is ${link}` : `${address} on ${link}`,
  }),
  'address-missing': ({ link, address }) => ({
    text: `${link} has none; the gateway (${address}) answers only within its own network`,
    remedy: ['Set it up: sudo smgw-proxy setup'],
  }),
  'address-wrong-subnet': ({ link, address, addresses }) => ({
    text: `${link} has ${list(addresses)}, and ${address} is not in that network`,
    remedy: [
      'The gateway answers only within its own network. Set it up anew: sudo smgw-proxy setup',
      'Or is the target wrong? Look for the gateway: sudo smgw-proxy discover',
    ],
  }),
  'address-no-link-local': ({ link, address }) => ({
    text: `${link} has no IPv6 address, and ${address} can be reached from one only`,
    remedy: ['Set it up: sudo smgw-proxy setup'],
  }),
  'routes-none': ({ link }) => ({ text: `${link} is not taken for one` }),
  'routes-default-on-han': ({ link }) => ({
    text: `${link} is taken for one (default route), which the gateway is not`,
    remedy: [
      'This machine loses its connection by it, now and then or for good. Set it up anew: sudo smgw-proxy setup',
      `For the moment: sudo ip route del default dev ${link}`,
    ],
  }),
  'dns-none': ({ link }) => ({ text: `${link} has brought none along` }),
  'dns-on-han': ({ link, servers }) => ({
    text: `${link} has brought one along (${list(servers)}), and at the gateway there is none`,
    remedy: [
      'Names are found slowly or not at all by it. Set it up anew: sudo smgw-proxy setup',
      'Or delete the DNS server in the network profile of that interface.',
    ],
  }),
  'forwarding-off': () => ({ text: 'off: the networks stay apart' }),
  'forwarding-on': ({ interfaces }) => ({
    text: `on for ${list(interfaces)}: the home's network and the gateway's are not apart`,
    remedy: [
      'smgw-proxy does not need it, and some gateways lock themselves then. Switch it off:',
      'sudo sysctl -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0',
      'For that to last, /etc/sysctl.conf and /etc/sysctl.d must not say otherwise.',
    ],
  }),
  'forwarding-for-containers': ({ link, because }) => ({
    text: `on, because containers or tunnels need it (${list(because)})`,
    remedy: [
      "Keep the gateway's network out of it with a rule, in /etc/nftables.conf for example:",
      `table inet smgw { chain forward { type filter hook forward priority -10; iifname "${link}" drop; oifname "${link}" drop; } }`,
    ],
  }),
  'overlap-none': () => ({ text: "the home's and the gateway's have different addresses" }),
  'overlap-found': ({ link, network, other }) => ({
    text: `${link} and ${other} use the same addresses (${network}): packets go the wrong way`,
    remedy: [
      'Give the home other addresses in your router, such as 192.168.77.0/24,',
      'or let the way hold for the gateway alone: sudo smgw-proxy setup',
    ],
  }),
} as const satisfies Partial<CheckTexts['causes']>;

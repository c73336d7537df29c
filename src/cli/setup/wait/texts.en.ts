// The English texts of a setup that waits. A command stands behind a colon at the end of its line.
import type { Stage } from '../../../setup/standing.js';

const ON_THIS_MACHINE = 'Type one command on this machine, for example over SSH.';

export const en = {
  page: (address: string) => `setup page: ${address}`,
  headlines: {
    network: 'Waiting for the home network',
    'no-cable': 'The network cable is missing',
    'home-network': 'The cable leads into the home network, not to the gateway',
    'which-cable': 'Several cables are plugged in. Which one leads to the gateway?',
    searching: 'Looking for the gateway',
    'not-found': 'No gateway answers at the cable yet',
    several: 'Several gateways answer at the cable. Which one is yours?',
    foreign: 'A device at the cable has an address that gateways do not usually have',
    'setting-up': 'The gateway is found, and is being set up',
    trouble: 'It cannot be set up yet',
  } satisfies Record<Stage, string>,
  network: [
    'This machine has no address in the home network yet. It goes on by itself when it has one.',
    'Are the name and the password of the Wi-Fi right? Change them: sudo nmtui',
  ],
  cableIntoHome: ["Unplug the cable from the router, and plug it into the gateway's HAN socket."],
  noWifi: 'First connect this machine to the home network by Wi-Fi: sudo nmtui',
  isGatewayThere: (target: string) => `Is the gateway there all the same? Name its address: ${target}`,
  whichCable: [ON_THIS_MACHINE, 'Or unplug the cable that does not lead to the gateway.'],
  link: (name: string, command: string) => `${name} leads to the gateway: ${command}`,
  noSocket: 'This machine has no network socket for a cable. It goes on by itself when it has one.',
  searching: ['This usually takes less than a minute.'],
  notFound: [
    'The search goes on by itself.',
    'Is the gateway switched on? After a power cut it needs some minutes.',
    "Is the cable in the gateway's HAN socket, and not in another one?",
    'If it stays like this, ask the metering operator whether the HAN interface is enabled. A letter to copy: sudo smgw-proxy discover --lang en',
  ],
  decide: [ON_THIS_MACHINE],
  gateway: (address: string, command: string) => `${address} is the gateway: ${command}`,
  settingUp: ['This page then shows the state of the gateway. It changes by itself.'],
  trouble: ['It is tried again and again. The reason:'],
  goesOn: 'Waiting, for as long as it takes. Missing things may come later.',
};

// The English texts of `check`.
import { GATEWAY } from './texts-gateway.en.js';
import { LINK } from './texts-link.en.js';
import { SERVICE } from './texts-service.en.js';
import type { CheckTexts } from './texts.js';

const STEPS: CheckTexts['steps'] = {
  node: 'Node.js',
  config: 'Configuration',
  interfaces: 'Network interfaces',
  cable: 'Cable',
  target: 'Target',
  address: 'Own address at the gateway',
  routes: 'Ways to the internet',
  dns: 'Name servers',
  forwarding: 'Forwarding of packets',
  overlap: 'Networks apart',
  neighbour: 'Device on the cable',
  tcp: 'Port of the gateway',
  tls: 'TLS',
  certificate: 'Certificate',
  home: 'Home network',
  service: 'Service',
  ports: 'Own port',
  status: 'Status of the service',
  through: 'Through the service',
  client: 'For your programs',
};

export const ENGLISH: CheckTexts = {
  steps: STEPS,
  causes: {
    ...LINK,
    ...GATEWAY,
    ...SERVICE,
    'not-tested': ({ because }) => ({ text: `not tested because of: ${STEPS[because]}` }),
  },
  trouble: {
    input: 'in the configuration',
    cable: 'at the cable or its interface',
    addresses: 'in addresses or routes',
    gateway: 'at the gateway: it does not answer',
    tls: "in the gateway's encryption",
    service: 'in the service or its ports',
    home: 'towards the home',
  },
  allWell: 'All is well.',
  wellWithWarnings: (count) =>
    count === 1
      ? 'It works; one thing is to be looked at (!).'
      : `It works; ${count} things are to be looked at (!).`,
  failed: (count, where) =>
    count === 1 ? `One thing is wrong, ${where}.` : `${count} things are wrong, the first ${where}.`,
  beginAbove: 'Mend the topmost one (✗) first, then check again.',
  withoutRoot: 'Without root it stayed open which program has a port. All of it: sudo smgw-proxy check',
};

// Every word of the page in English; texts.de.js has the same shape.
/** @import { Headline } from './forward-state.js' */
import { words } from './words.en.js';

const POWER =
  'Does the gateway have power, are its LEDs lit? After a power cut it needs some minutes to start.';
const CABLE = 'Is the network cable plugged in at both ends, and at the HAN port of the gateway?';
const ADDRESS = 'Is this address still right? The metering operator can change it.';
const OWN = "Does this machine have an address in the gateway's subnet?";
const NAME = 'Is the name spelled correctly, and does a name server answer?';

export const texts = {
  ...words,
  title: 'smgw-proxy',
  skip: 'Skip to the state of the gateway',
  asking: 'Waiting for smgw-proxy …',
  /** @param {string} time */
  lost: (time) => `since ${time}. Everything below is out of date. This page keeps trying.`,
  /** @param {string} headline */
  lostBefore: (headline) => `Before that: ${headline}`,
  back: 'Contact with smgw-proxy is back',
  slowed: 'Busy: updating less often',
  stopping: 'smgw-proxy is stopping. It only lets live connections finish.',
  /** @param {string} moment @param {string} ago */
  refused: (moment, ago) =>
    `The configuration on this machine has a mistake, found ${moment} (${ago}). smgw-proxy goes on with the last good one:`,
  mend: 'Fix the line:',
  thenReload: 'Then have the service take it over:',
  /** @param {string} name @param {string} link @param {string} rival */
  nameTaken: (name, link, rival) => `Another device at home has the name ${name} (${rival}, at ${link})`,
  nameTakenMore:
    'smgw-proxy does not answer to it. Rename that device, or choose another name for smgw-proxy.',

  /** The headline of a forward. @type {Readonly<Record<Headline, string>>} */
  headlines: { ...words.headlines, lost: 'No contact with smgw-proxy' },
  /** All forwards in a few words. @param {string} all @param {string} troubled @param {number} count of these */
  several: (all, troubled, count) =>
    count === 0 ? `All ${all} gateways are fine` : `${troubled} of ${all} gateways need attention`,
  /** The meaning of a headline that needs a word. */
  explanations: {
    /** @param {string} listen */
    waiting: (listen) =>
      `The interface to the home network has no address (${listen}). smgw-proxy continues as soon as it has one.`,
    /** @param {string} listen */
    'listen-failed': (listen) =>
      `smgw-proxy cannot listen on ${listen}, so no device gets through there. It keeps trying.`,
    /** @param {string} port @param {string} program @param {number} pid */
    taken: (port, program, pid) =>
      `Port ${port} is in use by ${program} (process ${pid}). Devices get that program instead of the gateway.`,
    /** @param {string} port @param {string} user */
    takenBy: (port, user) =>
      `Port ${port} is in use by another program, of user ${user}. Devices get that program instead of the gateway.`,
    'target-unknown': 'The ports open as soon as the gateway answers.',
    'not-read-yet': 'The gateway is reachable. No device has read it so far.',
  },
  lookAt: 'Check this',
  /** @param {string} host @param {string} port */
  place: (host, port) => `${host} (port ${port})`,
  thisMachine: 'address of this machine',
  /** The things to check when the target cannot be reached, and the cause. */
  advice: {
    'target-refused': ['A device answers at this address, but not on this port. Is the port right?', POWER],
    'target-timeout': [POWER, CABLE, ADDRESS],
    'target-unreachable': [CABLE, POWER, OWN],
    'target-tls-failed': [
      'A device answers, but not with TLS as gateways speak it. Are the address and the port right?',
      'The exact cause is in the log, and in: sudo smgw-proxy check',
    ],
    'certificate-changed': [
      'Is the cable still in your gateway? Another device must not get your password.',
      'Has the metering operator renewed the certificate, or exchanged the gateway? If in doubt, ask.',
      'Only if it is right: sudo smgw-proxy check shows the new target-fingerprint for the configuration.',
    ],
    name: [NAME],
    self: ['This address leads back to smgw-proxy itself. Enter the address of the gateway (target).'],
    source: ['Is the cable of this gateway plugged in? Is the name of its connection right (source)?'],
    way: ['The way leads to another cable. Which rule is missing, says: sudo smgw-proxy check'],
    ambiguous: ['Two cables lead here. Enter which of them belongs to which gateway (source).'],
    'way-unknown': ['The program ip is missing, which tells the way of the source (package iproute2).'],
    waiting: ['Is the Wi-Fi connected, or the cable plugged in?'],
    'listen-failed': ['Does the address belong to this machine?'],
    'port-taken': ['Stop that program, or choose another port for smgw-proxy (listen).'],
    unanswered: [
      'Enter user name and password once more on that device, exactly as the letter of the metering operator has them.',
      'Do several programs read with this log-in? Many gateways answer one at a time.',
      'If the password is right, have every step tested: sudo smgw-proxy check',
    ],
    'not-read': [
      'Is the device that reads switched on, and in this network? Is reading switched on there?',
      'Does it have the address of this page as the gateway?',
      'Have every step tested: sudo smgw-proxy check',
    ],
    lost: ['Is the Raspberry Pi switched on?', 'Is this device in the home network?'],
  },
  /** @param {string} time @param {string} ago */
  since: (time, ago) =>
    ago === words.justNow ? `${ago} (${time})` : `for ${ago.replace(/ ago$/, '')} (since ${time})`,
  never: 'not yet',
  facts: {
    lastRead: 'Last read',
    gateway: 'Gateway',
    listens: 'Enter in Home Assistant',
    closed: 'closed while the gateway is not reachable',
    nowhere: 'nothing at the moment',
    lastFailure: 'Last failure',
    lastSuccess: 'Last reached',
    totals: 'Since the start',
  },
  targetStates: { up: 'reachable', down: 'not reachable', unknown: 'being checked' },
  /** @param {number} count @param {string} shown @param {string} bytes */
  totals: (count, shown, bytes) => `${shown} ${count === 1 ? 'connection' : 'connections'}, ${bytes}`,
  /** @param {string} shown @param {number} queued */
  liveNow: (shown, queued) => (queued > 0 ? `${shown}, ${queued} of them waiting` : shown),

  homeAssistant: {
    title: 'Enter in Home Assistant',
    copy: 'Copy',
    copied: 'Copied',
    usual: 'Port 443, which needs no mention.',
    /** @param {string} port */
    port: (port) => `With port ${port}, because port 443 is not open here.`,
    login: 'User name and password are those from the letter of the metering operator.',
  },
  nothing: {
    title: 'Nothing has happened yet',
    more: 'As soon as a device reads the meter, this page shows the device, the time and the result.',
  },
  history: {
    day: 'The last 24 hours',
    week: 'The last 7 days',
    /** @param {string} moment */
    since: (moment) => `since the start, ${moment}`,
    states: { read: 'read', notRead: 'not read', unreachable: 'gateway not reachable' },
  },

  traffic: {
    title: 'The last hour',
    fromGateway: 'From the gateway',
    toGateway: 'To the gateway',
    perMinute: 'per minute',
    none: 'No traffic in the last hour.',
    /** @param {string} from @param {string} to @param {string} connections */
    alternative: (from, to, connections) =>
      `Traffic of the last hour by minutes: ${from} from the gateway, ${to} to it; ${connections} connections ended.`,
    /** @param {string} time @param {string} from @param {string} to */
    minute: (time, from, to) => `${time}: ${from} from the gateway, ${to} to it`,
    table: 'The minutes as a table',
    time: 'Minute',
    connections: 'Connections ended',
  },
  live: {
    title: 'Connected now',
    caption: 'Live connections, the oldest first',
    none: 'No device is connected at the moment.',
    client: 'Device',
    since: 'Since',
    fromGateway: 'From the gateway',
    toGateway: 'To the gateway',
    state: 'State',
  },
  recent: {
    title: 'Latest reads',
    failures: {
      caption: 'Connections that failed or were cut short, the newest first',
      none: 'None of the last connections failed.',
    },
    successes: {
      caption: 'Connections that ended well, the newest first',
      none: 'All of them failed or were cut short.',
      /** @param {string} count @param {string} ago */
      summary: (count, ago) => `${count} went well, the last one ${ago}`,
    },
    ended: 'Ended',
    outcome: 'Result',
    duration: 'Duration',
    failed: 'Failed',
  },
  clients: {
    title: 'Devices',
    caption: 'Devices, the one seen last first',
    none: 'No device has connected yet.',
    polls: 'Reads in the last hour',
    connections: 'Connections',
    seen: 'Last seen',
    /** @param {string} count */
    active: (count) => `${count} connected now`,
  },
  /** @param {string} name */
  via: (name) => `via ${name}`,
  /** @param {string} peer */
  peer: (peer) => `passed on by ${peer}`,
  /** @param {string} count */
  showAll: (count) => `Show all ${count}`,
  showFewer: 'Show fewer',
  search: {
    label: 'Find a gateway (name or address)',
    none: 'No gateway has this name or address.',
    /** @param {string} some @param {string} all */
    showSome: (some, all) => `Show ${some} of ${all}`,
  },
  /** @param {string} version @param {string} host @param {string} time @param {string} ago */
  footer: (version, host, time, ago) =>
    `smgw-proxy ${version} on ${host}, running since ${time} (started ${ago})`,
  guide: 'Guide on that machine: man smgw-proxy',
  rawData: 'The same as data:',
};

// Every word of the page in English; texts.de.js has the same shape.
/** @import { Outcome } from '../../forward/outcome.js' */
/** @import { LiveState } from '../../forward/view.js' */
/** @import { Headline } from './forward-state.js' */

const POWER =
  'Does the gateway have power, are its LEDs lit? After a power cut it needs some minutes to start.';
const CABLE = 'Is the network cable plugged in at both ends, and at the HAN port of the gateway?';
const ADDRESS = 'Is this address still right? The metering operator can change it.';
const OWN = "Does this machine have an address in the gateway's subnet?";
const NAME = 'Is the name spelled correctly, and does a name server answer?';

const JUST_NOW = 'just now';

export const texts = {
  title: 'smgw-proxy',
  skip: 'Skip to the state of the gateway',
  asking: 'Waiting for smgw-proxy …',
  /** @param {string} time */
  lost: (time) => `No contact with smgw-proxy since ${time}`,
  lostMore: 'This page is out of date. It keeps trying.',
  back: 'Contact with smgw-proxy is back',
  slowed: 'Busy: updating less often',
  stopping: 'smgw-proxy is stopping. It only lets live connections finish.',
  /** @param {string} name @param {string} link @param {string} rival */
  nameTaken: (name, link, rival) => `Another device at home has the name ${name} (${rival}, at ${link})`,
  nameTakenMore:
    'smgw-proxy does not answer to it. Rename that device, or choose another name for smgw-proxy.',

  /** The headline of a forward. @type {Readonly<Record<Headline, string>>} */
  headlines: {
    reachable: 'Gateway reachable',
    unreachable: 'Gateway not reachable',
    'certificate-changed': 'This gateway has another certificate!',
    untried: 'Checking the gateway …',
    waiting: 'Waiting for the network',
    'listen-failed': 'Port cannot be opened',
  },
  /** The meaning of a headline that needs a word. */
  explanations: {
    /** @param {string} listen */
    waiting: (listen) =>
      `The interface to listen on has no address (${listen}). smgw-proxy continues as soon as it has one.`,
    /** @param {string} listen */
    'listen-failed': (listen) =>
      `smgw-proxy cannot listen on ${listen}, so no device gets through there. It keeps trying.`,
    /** @param {string} port @param {string} program @param {number} pid */
    taken: (port, program, pid) =>
      `Port ${port} is in use by ${program} (process ${pid}). Devices get that program instead of the gateway.`,
    /** @param {string} port @param {string} user */
    takenBy: (port, user) =>
      `Port ${port} is in use by another program, of user ${user}. Devices get that program instead of the gateway.`,
    untried: 'The ports open as soon as the gateway answers.',
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
    'target-certificate-changed': [
      'Is the cable still in your gateway? Another device must not get your password.',
      'Has the metering operator renewed the certificate, or exchanged the gateway? If in doubt, ask.',
      'Only if it is right: sudo smgw-proxy check shows the new target-fingerprint for the configuration.',
    ],
    name: [NAME],
    self: ['This address leads back to smgw-proxy itself. Enter the address of the gateway (target).'],
    waiting: ['Is the Wi-Fi connected, or the cable plugged in?'],
    'listen-failed': ['Does the address belong to this machine?'],
    'port-taken': ['Stop that program, or choose another port for smgw-proxy (listen).'],
  },
  /** @param {string} time @param {string} ago */
  since: (time, ago) =>
    ago === JUST_NOW ? `${ago} (${time})` : `for ${ago.replace(/ ago$/, '')} (since ${time})`,
  /** @param {string} ago @param {string} client */
  by: (ago, client) => `${ago} by ${client}`,
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
    /** @type {Readonly<Record<LiveState, string>>} */
    states: {
      entering: 'nothing sent yet',
      waiting: 'waiting for its turn',
      connecting: 'connecting to the gateway',
      open: 'open',
      'half-closed': 'one side has finished',
    },
  },
  recent: {
    title: 'Latest reads',
    caption: 'Connections that have ended, the newest first',
    none: 'No connection has ended yet.',
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
  justNow: JUST_NOW,
  /** @param {string} version @param {string} time @param {string} ago */
  footer: (version, time, ago) => `smgw-proxy ${version}, running since ${time} (started ${ago})`,
  rawData: 'The same as data:',

  /** Why a connection ended. @type {Readonly<Record<Outcome, string>>} */
  outcomes: {
    'client-closed': 'the client closed the connection',
    'target-closed': 'the gateway closed the connection',
    'client-reset': 'the client cut the connection (reset)',
    'target-reset': 'the gateway cut the connection (reset)',
    'idle-timeout': 'nothing was sent for too long',
    'half-close-timeout': 'one side had finished and the other was silent for too long',
    'target-refused': 'the gateway refused the connection',
    'target-timeout': 'the gateway did not accept the connection in time',
    'target-unreachable': 'the gateway could not be reached',
    'target-tls-failed': 'TLS with the gateway failed',
    'target-certificate-changed': 'the gateway showed another certificate than the pinned one',
    denied: 'the client may not connect',
    'over-limit': 'there were too many connections',
    'queue-timeout': 'the client waited too long for its turn',
    'queue-full': 'too many clients were waiting for their turn',
    'client-gone': 'the client left while it waited for its turn',
    'turn-ended': 'its turn ended: another connection was waiting',
    'proxy-header-missing': 'a PROXY header was expected and something else came',
    'proxy-header-invalid': 'the PROXY header was malformed',
    'proxy-header-timeout': 'the PROXY header did not come in time',
    shutdown: 'smgw-proxy was stopped',
    'internal-error': 'smgw-proxy could not handle the connection',
  },
  /** Translations of the hints the service gives, which are in English. @type {Readonly<Record<string, string>>} */
  hints: {},
};

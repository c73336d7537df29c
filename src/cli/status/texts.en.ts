// The texts of the command `status` in English, beside the words that it shares with the status page.
import type { Language } from '../../config/language.js';
import type { SharedWords } from '../../admin/page-words.js';

/** The service is "it"; times come in as `12 s ago`, or as `2026-11-20 08:15 (3 d 2 h)`. */
export const ENGLISH = {
  language: 'en' as Language,
  /** For numbers. */
  point: '.',
  ago: (time: string) => `${time} ago`,
  ready: (name: string, start: string) => `${name} is ready, running since ${start}`,
  notReady: (name: string, which: string, start: string) =>
    `${name} is not ready${which}, running since ${start}`,
  stopping: (name: string) => `${name} is stopping: only live connections may still finish`,
  unready: (count: number, all: number, names: string) => `: ${count} of ${all} forwards (${names})`,
  more: (count: number) => `and ${count} more`,
  rest: (count: number, kinds: string) => `${count} more forwards: ${kinds} (each: --all)`,
  refused: (start: string) => `The configuration has a mistake since ${start}; the last good one is served`,
  then: 'Then: sudo systemctl reload smgw-proxy',
  noAddress: (interfaces: readonly string[]) =>
    `no address ${interfaces.length === 0 ? 'in the home network' : `of ${interfaces.join(' or ')}`} yet`,
  notSinceStart: 'not since the start',
  taken: (ports: string) => `port ${ports}; its clients do not reach the gateway`,
  inUse: (address: string, program: string) => `${address} is in use by ${program}`,
  program: (name: string, pid: number) => `${name} (process ${pid})`,
  anotherProgram: (user: string) => `another program, of user ${user}`,
  itself: 'smgw-proxy itself',
  notOpen: (listen: string) => `not everything it should listen on is open (${listen}); the log says why`,
  nameNowhere: (name: string) => `${name}: no forward listens in the home network`,
  nameHeld: (name: string, link: string, addresses: string) => `${name} is answered on ${link}: ${addresses}`,
  nameClaimed: (name: string, link: string) => `${name} is being claimed on ${link}`,
  nameTaken: (name: string, rival: string | undefined, link: string, start: string) =>
    `${name} belongs to ${rival ?? 'another device'} on ${link} since ${start}: rename that device, or choose another name with --mdns`,
  source: (source: string) => `(source ${source})`,
  since: (start: string) => ` since ${start}`,
  up: 'is reachable',
  unknown: 'has not answered yet: it is being looked for',
  down: 'cannot be reached',
  notPinned: 'is NOT the gateway that was pinned',
  noTls: 'finishes no TLS handshake',
  labels: {
    gateway: 'gateway',
    tried: 'last try',
    read: 'last read',
    listens: 'listens on',
    connections: 'connections',
    ended: 'ended as',
    delivered: 'delivered',
  },
  counts: (ended: number, live: number) => `${ended} ended, ${live} live`,
  queued: (count: number) => `(${count} waiting for their turn)`,
  bytes: (toTarget: string, toClient: string) => `${toTarget} to target, ${toClient} to client`,
  nothingYet: 'nothing yet',
  opensLater: 'nothing: its ports open as soon as the gateway answers',
  closed: 'nothing: its ports are closed until the gateway is back',
  everyAddress: (port: string) => `${port}, on every address`,
  live: 'Live connections',
  recent: 'Ended last',
  clients: 'Clients',
  columns: {
    client: 'client',
    forward: 'forward',
    toClient: 'to client',
    toTarget: 'to target',
    for: 'for',
    state: 'state',
    when: 'when',
    lasted: 'lasted',
    why: 'why it ended',
    seen: 'last seen',
    polls: 'polls/hour',
    connections: 'connections',
    live: 'live',
  },
  noAnswer: (start: string, past: string, reason: string) => `No answer since ${start} (${past}): ${reason}`,
  below: '. Below is what it said last',
};

export type StatusTexts = typeof ENGLISH & SharedWords;
